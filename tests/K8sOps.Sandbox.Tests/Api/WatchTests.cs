using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class WatchTests : IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_watch_tells_what_happens_from_a_version_on()
    {
        var version = (string?)(await _api.Map("m"))["metadata"]!["resourceVersion"];
        await _api.Patch(Maps + "/m", """{"data":{"a":"2"}}""");
        await using var response = await _api.Open("GET", Maps + $"?watch=1&resourceVersion={version}");
        using var reader = new StreamReader(response.Body);
        Assert.Equal(("MODIFIED", "m"), await Next(reader));
        await _api.Map("n");
        Assert.Equal(("ADDED", "n"), await Next(reader));
        await _api.Send("DELETE", Maps + "/n");
        Assert.Equal(("DELETED", "n"), await Next(reader));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&resourceVersion=0")]
    public async Task Without_a_version_a_watch_begins_with_what_is_there(string version)
    {
        await _api.Map("m", metadata: ""","labels":{"x":"1"}""");
        await using var response = await _api.Open("GET", Maps + "?watch=true&labelSelector=x&timeoutSeconds=10" + version);
        using var reader = new StreamReader(response.Body);
        Assert.Equal(("ADDED", "m"), await Next(reader));
        _api.World.Advance(TimeSpan.FromSeconds(11));
        Assert.Null(await reader.ReadLineAsync());
    }

    [Fact]
    public async Task What_ceases_to_match_is_deleted_for_the_watch()
    {
        await _api.Map("m", metadata: ""","labels":{"x":"1"}""");
        await using var response = await _api.Open("GET", Maps + "?watch=1&labelSelector=x%3D1");
        using var reader = new StreamReader(response.Body);
        Assert.Equal(("ADDED", "m"), await Next(reader));
        await _api.Patch(Maps + "/m", """{"metadata":{"labels":{"x":"2"}}}""");
        Assert.Equal(("DELETED", "m"), await Next(reader));
        await _api.Patch(Maps + "/m", """{"metadata":{"labels":{"x":"1"}}}""");
        Assert.Equal(("ADDED", "m"), await Next(reader));
    }

    [Fact]
    public async Task A_watch_from_too_long_ago_ends_with_410()
    {
        var version = (string?)(await _api.Map("m"))["metadata"]!["resourceVersion"];
        await _api.Map("n");
        _api.World.Compact();
        var (code, text) = await _api.Text("GET", Maps + $"?watch=1&resourceVersion={version}");
        var line = JsonNode.Parse(text)!;
        Assert.Equal((200, "ERROR", 410, "Expired"), (code, (string?)line["type"], (int?)line["object"]!["code"], (string?)line["object"]!["reason"]));
        Assert.Equal(400, (await _api.Send("GET", Maps + "?watch=1&resourceVersion=abc")).Code);
    }

    [Fact]
    public async Task Bookmarks_come_to_those_who_allow_them()
    {
        await using var response = await _api.Open("GET", Maps + "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&labelSelector=none");
        using var reader = new StreamReader(response.Body);
        var first = JsonNode.Parse((await reader.ReadLineAsync())!)!;
        Assert.Equal("true", (string?)first["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
        _api.World.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("BOOKMARK", (string?)JsonNode.Parse((await reader.ReadLineAsync())!)!["type"]);
    }

    [Fact]
    public async Task A_watch_can_be_read_as_tables()
    {
        await _api.Map("m", metadata: ""","labels":{"x":"1"}""");
        await using var response = await _api.Open("GET", Maps + "?watch=1&labelSelector=x", accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        using var reader = new StreamReader(response.Body);
        var line = JsonNode.Parse((await reader.ReadLineAsync())!)!;
        Assert.Equal(("Table", "m"), ((string?)line["object"]!["kind"], (string?)line["object"]!["rows"]![0]!["cells"]![0]));
    }

    [Fact]
    public async Task A_cancelled_read_ends_at_once_and_a_disposed_watch_leaves_nothing()
    {
        await using var response = await _api.Open("GET", Maps + "?watch=1&labelSelector=none");
        using var cancel = new CancellationTokenSource();
        var read = response.Body.ReadAsync(new byte[10], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task A_reset_ends_the_watches()
    {
        await using var response = await _api.Open("GET", Maps + "?watch=1&labelSelector=none");
        _api.World.Reset();
        using var reader = new StreamReader(response.Body);
        Assert.Equal("ERROR", (string?)JsonNode.Parse((await reader.ReadLineAsync())!)!["type"]);
        Assert.Null(await reader.ReadLineAsync());
    }

    private static async Task<(string? Type, string? Name)> Next(StreamReader reader)
    {
        var line = JsonNode.Parse((await reader.ReadLineAsync())!)!;
        return ((string?)line["type"], (string?)line["object"]!["metadata"]!["name"]);
    }
}
