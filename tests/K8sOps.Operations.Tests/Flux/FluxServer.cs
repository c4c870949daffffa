using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux;

/// <summary>
/// A cluster with Flux objects and a controller that a test plays: each write and each look is an occasion on which the controller may
/// change what is there. Watching is forbidden, so that a wait looks every two seconds of a clock that jumps.
/// </summary>
internal sealed class FluxServer : IClusterTransport
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_json = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = ["application/json"] };
    private readonly Dictionary<KubeResource, List<JsonObject>> _served = [];
    private readonly Dictionary<string, int> _looks = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public FluxServer(params KubeResource[] served)
    {
        foreach (var resource in served.Length > 0 ? served : [.. FluxKinds.Apps, .. FluxKinds.Sources, FluxKinds.ExternalArtifacts, .. WorkloadKinds.RollingOut, KubeResources.Namespaces, KubeResources.Pods]) _served[resource] = [];
    }

    public SteppingClock Clock { get; } = new(ScriptedServer.Now);

    /// <summary>Each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The writes that were meant, by the names of their objects.</summary>
    public ConcurrentQueue<(string Name, JsonObject Body)> Writes { get; } = new();

    /// <summary>What the controller does when an object is looked at for the n-th time since it was last written: it is handed the object, and n from 1.</summary>
    public Action<JsonObject, int>? OnLook { get; set; }

    /// <summary>Answers instead of the server, or null: a refusal, or an exception for a connection that is cut.</summary>
    public Func<KubeRequest, (int Status, string Body)?>? Instead { get; set; }

    public Cluster Cluster(string context = "infra") => new(context, new KubeClient(this, new KubeClientOptions { Clock = Clock, NetworkClock = TimeProvider.System }), Clock);

    public FluxServer Add(KubeResource resource, string json)
    {
        var o = Sample.Parse(json);
        o["apiVersion"] = resource.ApiVersion;
        o["kind"] = resource.Kind;
        _served[resource].Add(o);
        return this;
    }

    public JsonObject Get(KubeResource resource, string name) => _served[resource].Single(o => NameOf(o) == name);

    public void Remove(KubeResource resource, string name) => _served[resource].RemoveAll(o => NameOf(o) == name);

    public static (int, string) Refused(int code, string reason, string message) => (code, $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{{reason}}}","code":{{{code}}},"message":"{{{message}}}"}""");

    public Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            Requests.Enqueue($"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}");
            var (status, body) = Instead?.Invoke(request) ?? Answer(request);
            return Task.FromResult(new KubeResponse(status, s_json, new MemoryStream(Encoding.UTF8.GetBytes(body))));
        }
    }

    public Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private (int Status, string Body) Answer(KubeRequest request)
    {
        var (path, query) = request.PathAndQuery.Split('?', 2) is [var p, var q] ? (p, Uri.UnescapeDataString(q)) : (request.PathAndQuery, "");
        if (query.Contains("watch=", StringComparison.Ordinal)) return Refused(403, "Forbidden", "watching is forbidden");
        foreach (var (resource, objects) in _served)
        {
            var ns = path.Split('/') is var parts && Array.IndexOf(parts, "namespaces") is > 0 and var at && parts.Length > at + 2 ? parts[at + 1] : null;
            if (path == resource.Path(ns))
            {
                var items = objects.Where(o => (ns is null || (string?)o["metadata"]!["namespace"] == ns) && IsSelected(o, query));
                return (200, $$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{{string.Join(',', items.Select(i => i.ToJsonString()))}}]}""");
            }

            if (!path.StartsWith(resource.Path(ns) + "/", StringComparison.Ordinal)) continue;
            var found = objects.Find(o => resource.Path((string?)o["metadata"]!["namespace"], NameOf(o)) == path);
            if (found is null) return Refused(404, "NotFound", "it is not there");
            if (request.Method == HttpMethod.Patch) return (200, Patch(objects, found, request, query).ToJsonString());
            var n = _looks[path] = _looks.GetValueOrDefault(path) + 1;
            OnLook?.Invoke(found, n);
            return objects.Contains(found) ? (200, found.ToJsonString()) : Refused(404, "NotFound", "it is not there");
        }

        return (404, "404 page not found\n");
    }

    private JsonObject Patch(List<JsonObject> objects, JsonObject o, KubeRequest request, string query)
    {
        var body = JsonNode.Parse(request.Body.Span)!.AsObject();
        var after = o.DeepClone().AsObject();
        Merge(after, body);
        if (query.Contains("dryRun=All", StringComparison.Ordinal)) return after;
        Writes.Enqueue((NameOf(o), body));
        _looks[request.PathAndQuery.Split('?')[0]] = 0;
        return objects[objects.IndexOf(o)] = after;
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null) into.Remove(key);
            else if (value is JsonObject inner && into[key] is JsonObject map) Merge(map, inner);
            else into[key] = value.DeepClone();
        }
    }

    private static bool IsSelected(JsonObject o, string query)
    {
        string? Of(string parameter) => query.Split('&').FirstOrDefault(p => p.StartsWith(parameter + "=", StringComparison.Ordinal))?[(parameter.Length + 1)..];
        return (Of("fieldSelector") is not { } field || field == "metadata.name=" + NameOf(o))
            && (Of("labelSelector") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).All(l => l.Split('=') is [var key, .., var value] && (string?)o["metadata"]!["labels"]?[key] == value);
    }

    private static string NameOf(JsonObject o) => (string)o["metadata"]!["name"]!;
}
