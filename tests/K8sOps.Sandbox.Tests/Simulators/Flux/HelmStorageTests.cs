using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

public sealed class HelmStorageTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private static readonly ReleaseRecord Web = new()
    {
        Name = "web",
        Namespace = "tools",
        Version = 3,
        Status = "deployed",
        Description = "Upgrade complete",
        FirstDeployed = Now - TimeSpan.FromDays(9),
        LastDeployed = Now,
        Chart = new JsonObject { ["name"] = "podinfo", ["version"] = "6.9.3", ["appVersion"] = "6.9.3" },
        Config = new JsonObject { ["grüße"] = "ja", ["n"] = 2 },
        Manifest = "---\nkind: Service\n",
    };

    [Fact]
    public void A_release_is_base64_of_gzip_of_JSON_inside_the_Secrets_own_base64()
    {
        var secret = ReleaseStorage.Write(Web, "tools", Now);
        Assert.Equal("sh.helm.release.v1.web.v3", secret.Name());
        var inner = Encoding.ASCII.GetString(Convert.FromBase64String(secret.Text("data", "release")!));
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(inner)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        var release = JsonNode.Parse(reader.ReadToEnd())!.AsObject();
        Assert.Equal(["name", "info", "chart", "config", "manifest", "version", "namespace"], release.Select(static pair => pair.Key));
        Assert.Equal("6.9.3", release.Text("chart", "metadata", "version"));
        Assert.Equal("deployed", release.Text("info", "status"));
        Assert.Equal("2026-01-15T03:00:00.0000000Z", release.Text("info", "last_deployed"));
        Assert.Equal("", release.Text("info", "deleted"));
    }

    [Fact]
    public void What_is_stored_is_read_back_with_the_same_digest()
    {
        var read = ReleaseStorage.Read(ReleaseStorage.Write(Web with { Deleted = Now }, "elsewhere", Now))!;
        Assert.Equal("tools", read.Namespace);
        Assert.Equal(Now, read.Deleted);
        Assert.Equal("ja", read.Config.Text("grüße"));
        Assert.Equal(ReleaseHistory.Digest(Web with { Deleted = Now }), ReleaseHistory.Digest(read));
        Assert.NotEqual(ReleaseHistory.Digest(Web), ReleaseHistory.Digest(read));
    }

    [Theory]
    [InlineData("Opaque", "aGk=")]
    [InlineData("helm.sh/release.v1", "not base64!")]
    [InlineData("helm.sh/release.v1", "aGk=")]
    [InlineData("helm.sh/release.v1", "SDRzSUFBQUFBQUFBLzR2V1VRQUFBZ01CQUFBPQ==")]
    public void What_is_no_release_is_not_read(string type, string data) =>
        Assert.Null(ReleaseStorage.Read(new JsonObject { ["type"] = type, ["data"] = new JsonObject { ["release"] = data } }));

    [Fact]
    public void Equal_values_have_one_digest_whatever_their_order() => Assert.Equal(
        ReleaseHistory.ConfigDigest(JsonNode.Parse("""{"a":{"x":1,"y":[1,2]},"b":true}""")!.AsObject()),
        ReleaseHistory.ConfigDigest(JsonNode.Parse("""{"b":true,"a":{"y":[1,2],"x":1}}""")!.AsObject()));

    [Fact]
    public void A_history_keeps_what_one_can_go_back_to_and_forgets_what_lies_before()
    {
        var status = new JsonObject();
        foreach (var (version, state) in new[] { (1, "superseded"), (2, "superseded"), (3, "failed"), (4, "failed") }) ReleaseHistory.Record(status, Web with { Version = version, Status = state }, "upgrade", null);
        Assert.Equal(2, ReleaseHistory.Previous(status).Number("version"));
        ReleaseHistory.Truncate(status);
        Assert.Equal([4L, 3L, 2L], status.Objects("history").Select(static snapshot => snapshot.Number("version") ?? 0));
    }

    [Fact]
    public void Without_a_release_to_go_back_to_the_newest_five_are_kept()
    {
        var status = new JsonObject();
        for (var version = 1; version <= 7; version++) ReleaseHistory.Record(status, Web with { Version = version, Status = "failed" }, "upgrade", null);
        Assert.Null(ReleaseHistory.Previous(status));
        ReleaseHistory.Truncate(status);
        Assert.Equal([7L, 6L, 5L, 4L, 3L], status.Objects("history").Select(static snapshot => snapshot.Number("version") ?? 0));
    }

    [Fact]
    public void One_does_not_go_back_to_a_release_whose_tests_failed()
    {
        var status = new JsonObject();
        foreach (var version in new[] { 1, 2, 3 }) ReleaseHistory.Record(status, Web with { Version = version, Status = "superseded" }, null, null);
        ReleaseHistory.Of(status, Web with { Version = 2 })!["testHooks"] = new JsonObject { ["web-test"] = new JsonObject { ["phase"] = "Failed" } };
        Assert.Equal(1, ReleaseHistory.Previous(status).Number("version"));
        Assert.Equal(2, ReleaseHistory.Previous(status, ignoreTests: true).Number("version"));
    }

    [Fact]
    public void A_release_that_is_recorded_again_keeps_its_place_and_its_action()
    {
        var status = new JsonObject();
        ReleaseHistory.Record(status, Web, "install", "sha256:abc");
        ReleaseHistory.Record(status, Web with { Version = 4 }, "upgrade", null);
        ReleaseHistory.Record(status, Web with { Status = "superseded" }, null, null);
        Assert.Equal(["4 deployed upgrade ", "3 superseded install sha256:abc"], status.Objects("history").Select(static one => $"{one["version"]} {one.Text("status")} {one.Text("action")} {one.Text("ociDigest")}"));
    }
}
