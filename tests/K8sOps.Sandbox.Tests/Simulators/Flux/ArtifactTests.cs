using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Tests.Api;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>The artifacts of source-controller, fetched as anybody with the right to services/proxy fetches them.</summary>
public sealed class ArtifactTests
{
    private const string Server = "/api/v1/namespaces/flux-system/services/source-controller:http/proxy/";

    private static async Task<(JsonObject Artifact, byte[] Bytes)> Fetch(ApiOfWorld api)
    {
        var source = await api.Get("/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/flux-system");
        var artifact = source.Object("status", "artifact")!;
        var url = new Uri(artifact.Text("url")!);
        Assert.Equal("source-controller.flux-system.svc.cluster.local.", url.Host);
        await using var answer = await api.Open("GET", Server + url.AbsolutePath.TrimStart('/'));
        Assert.Equal((200, "application/gzip"), (answer.StatusCode, answer.Headers["Content-Type"][0]));
        using var bytes = new MemoryStream();
        await answer.Body.CopyToAsync(bytes);
        return (artifact, bytes.ToArray());
    }

    [Theory]
    [InlineData("sandbox-infra", "kubernetes/apps/selfhosted/podinfo/deployment-podinfo.yaml", "podinfo")]
    [InlineData("sandbox-apps", "clusters/apps/kustomization-shop.yaml", "shop")]
    public async Task What_the_status_names_is_served_and_has_its_digest(string world, string path, string name)
    {
        using var api = new ApiOfWorld(world: world);
        var (artifact, bytes) = await Fetch(api);
        Assert.Equal(artifact.Text("digest"), $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}");
        Assert.Equal(artifact.Number("size"), bytes.LongLength);

        var files = new Dictionary<string, string>();
        await using var archive = new TarReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress));
        while (await archive.GetNextEntryAsync() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!);
            files.Add(entry.Name, await reader.ReadToEndAsync());
            Assert.Equal(DateTimeOffset.UnixEpoch, entry.ModificationTime);
        }

        Assert.Equal(name, Yaml.Parse(files[path])!.AsObject().Name());
        Assert.DoesNotContain("sandbox.k8sops.io/", string.Concat(files.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_bytes_are_the_same_in_every_world_of_a_name()
    {
        using var one = new ApiOfWorld(world: "sandbox-apps");
        using var other = new ApiOfWorld(world: "sandbox-apps");
        Assert.Equal((await Fetch(one)).Bytes, (await Fetch(other)).Bytes);
    }

    [Fact]
    public async Task What_is_not_stored_is_not_found_and_nothing_is_served_without_a_pod()
    {
        using var api = new ApiOfWorld();
        Assert.Equal((404, "404 page not found\n"), await api.Text("GET", Server + "gitrepository/flux-system/flux-system/0000.tar.gz"));
        await api.Patch("/apis/apps/v1/namespaces/flux-system/deployments/source-controller/scale", """{"spec":{"replicas":0}}""");
        api.World.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(503, (await api.Text("GET", Server + "gitrepository/flux-system/flux-system/0000.tar.gz")).Code);
    }

    [Fact]
    public void An_archive_does_not_tell_where_it_was_made()
    {
        var bytes = ArtifactArchive.Of(System.Collections.Immutable.ImmutableSortedDictionary<string, GitFile>.Empty.Add("a.yaml", new GitFile("a: 1\n", "no manifest"))).Bytes;
        Assert.Equal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF], bytes[..10]);
    }
}
