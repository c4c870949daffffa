using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;
using K8sOps.Sandbox;

namespace K8sOps.Operations.Tests.Flux.Drift;

/// <summary>
/// A sandbox world, whose API server merges and owns fields as a real one does, with one suspended Kustomization whose artifact the test
/// packs itself.
/// </summary>
internal sealed class DriftWorld : IClusterTransport
{
    private readonly SandboxWorld _world = SandboxWorld.Create("sandbox-infra");
    private readonly IClusterTransport _inner;
    private byte[] _artifact = [];

    public DriftWorld()
    {
        _inner = _world.CreateTransport();
        Cluster = new Cluster("infra", new KubeClient(this, new KubeClientOptions { Clock = _world.Clock, NetworkClock = TimeProvider.System }), _world.Clock);
    }

    public Cluster Cluster { get; }

    public KubeClient Client => Cluster.Client;

    public RecordingSink Sink { get; } = new();

    /// <summary>Answers instead of the server, or null.</summary>
    public Func<KubeRequest, (int Status, string Body)?>? Instead { get; set; }

    public List<string> Requests { get; } = [];

    public long WriteCount => _world.WriteCount;

    /// <summary>Makes source and Kustomization <c>flux-system/test</c> of these files.</summary>
    public async Task<DriftWorld> WithAppAsync(string spec = "", string status = "", params (string Path, string Text)[] files)
    {
        Pack(files);
        await Client.CreateAsync(FluxKinds.GitRepositories, "flux-system", Sample.Parse("""{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository","metadata":{"name":"test"},"spec":{"interval":"1h","suspend":true,"url":"https://git.example.org/test"}}"""), WriteOptions.Default, default);
        await Client.CreateAsync(FluxKinds.Kustomizations, "flux-system", Sample.Parse($$$"""{"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization","metadata":{"name":"test"},"spec":{"interval":"1h","suspend":true,"prune":true,"path":"./app","sourceRef":{"kind":"GitRepository","name":"test"}{{{(spec.Length == 0 ? "" : "," + spec)}}} } }"""), WriteOptions.Default, default);
        await PublishAsync();
        await StatusAsync(FluxKinds.Kustomizations, "flux-system", "test", $$$"""{"lastAppliedRevision":"main@sha1:1111"{{{(status.Length == 0 ? "" : "," + status)}}} }""");
        return this;
    }

    /// <summary>Packs the artifact anew, as of another commit.</summary>
    public void Pack(params (string Path, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, leaveOpen: true))
        {
            foreach (var (path, text) in files) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        _artifact = buffer.ToArray();
    }

    public Task PublishAsync(string? digest = null, string url = "http://source-controller.flux-system.svc.cluster.local./gitrepository/flux-system/test/1111.tar.gz")
        => StatusAsync(FluxKinds.GitRepositories, "flux-system", "test", $$$"""{"artifact":{"url":"{{{url}}}","path":"gitrepository/flux-system/test/1111.tar.gz","revision":"main@sha1:1111","digest":"{{{digest ?? "sha256:" + Convert.ToHexStringLower(SHA256.HashData(_artifact))}}}","lastUpdateTime":"2026-01-01T00:00:00Z"} }""");

    public Task StatusAsync(KubeResource resource, string ns, string name, string status)
        => Client.MergePatchAsync(resource, ns, name, new JsonObject { ["status"] = JsonNode.Parse(status) }, new WriteOptions { Subresource = "status" }, default);

    /// <summary>Applies a manifest for good, as a controller of Flux does.</summary>
    public async Task ApplyAsync(KubeResource resource, string ns, JsonObject body, string manager = "kustomize-controller")
    {
        var path = $"{resource.Path(ns, (string)body["metadata"]!["name"]!)}?fieldManager={manager}&force=true";
        await using var answer = await _inner.SendAsync(new KubeRequest { Method = HttpMethod.Patch, PathAndQuery = path, Body = Encoding.UTF8.GetBytes(body.ToJsonString()), ContentType = "application/apply-patch+yaml" }, default);
        Assert.InRange(answer.StatusCode, 200, 201);
    }

    public Task EditAsync(KubeResource resource, string ns, string name, string patch) => Client.MergePatchAsync(resource, ns, name, JsonNode.Parse(patch)!.AsObject(), WriteOptions.Default, default);

    public async Task<IReadOnlyList<FluxDrift>> CompareAsync(string name = "test", bool includeInSync = false, string kind = "Kustomization")
    {
        var found = new List<FluxDrift>();
        await foreach (var drift in new FluxCompareService(Cluster).CompareAsync(new FluxAppQuery { Names = [name], Kinds = [kind] }, includeInSync, Sink.Context)) found.Add(drift);
        return found;
    }

    public async Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        var path = Uri.UnescapeDataString(request.PathAndQuery);
        lock (Requests) Requests.Add($"{request.Method} {path}");
        if (Instead?.Invoke(request) is var (code, body)) return Answer(code, Encoding.UTF8.GetBytes(body));
        return path == "/api/v1/namespaces/flux-system/services/http:source-controller:80/proxy/gitrepository/flux-system/test/1111.tar.gz" ? Answer(200, _artifact) : await _inner.SendAsync(request, cancellationToken);
    }

    public Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken) => _inner.UpgradeAsync(request, protocols, cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();


    private static KubeResponse Answer(int code, byte[] body) => new(code, new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = ["application/json"] }, new MemoryStream(body));
}
