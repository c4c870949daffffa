using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Operations.Tests.Support;

/// <summary>
/// An API server that says what a test tells it to: objects by path, refusals, cut connections. It knows field selectors only as far
/// as services send them, and records every request.
/// </summary>
internal sealed class ScriptedServer : IClusterTransport
{
    public static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, IReadOnlyList<string>> s_json = new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = ["application/json"] };
    private readonly Dictionary<string, List<JsonObject>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<KubeRequest, (int Status, string Body)>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();

    public ScriptedServer()
    {
        foreach (var path in (string[])["/api/v1/nodes", "/api/v1/pods", "/api/v1/events", "/api/v1/namespaces", "/api/v1/persistentvolumeclaims", "/apis/apps/v1/deployments", "/apis/apps/v1/statefulsets", "/apis/apps/v1/daemonsets", "/apis/batch/v1/jobs", "/apis/storage.k8s.io/v1/storageclasses", "/apis/policy/v1/poddisruptionbudgets"]) _lists[path] = [];
        Answer("/version", 200, """{"gitVersion":"v1.33.6","major":"1","minor":"33","platform":"linux/amd64"}""");
        Answer("/api", 200, """{"kind":"APIVersions","versions":["v1"]}""").Answer("/api/v1", 200, """{"kind":"APIResourceList","resources":[]}""").Answer("/apis", 200, """{"kind":"APIGroupList","groups":[]}""");
        Answer("/readyz", 200, "[+]ping ok\n[+]etcd ok\nreadyz check passed\n");
    }

    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Bodies of writes, in order.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    public Cluster Cluster(string context = "infra") => new(context, new KubeClient(this, new KubeClientOptions { Clock = new HeldClock(Now) }), new HeldClock(Now));

    public ScriptedServer Add(string path, params JsonObject[] objects)
    {
        if (!_lists.TryGetValue(path, out var list)) _lists[path] = list = [];
        list.AddRange(objects);
        return this;
    }

    /// <summary>Takes an object away, as a deletion that is through.</summary>
    public void Remove(string path, string name) => _lists[path].RemoveAll(o => (string?)o["metadata"]?["name"] == name);

    public ScriptedServer Pods(params JsonObject[] pods)
    {
        foreach (var ns in pods.Select(p => (string)p["metadata"]!["namespace"]!).Distinct())
        {
            if (!_lists["/api/v1/namespaces"].Any(n => (string)n["metadata"]!["name"]! == ns)) Add("/api/v1/namespaces", Sample.Parse($$$"""{"metadata":{"name":"{{{ns}}}"} }"""));
        }

        return Add("/api/v1/pods", pods);
    }

    public ScriptedServer Answer(string path, int status, string body)
    {
        _answers[path] = _ => (status, body);
        return this;
    }

    /// <summary>An answer that depends on the request; the path may have a method before it.</summary>
    public ScriptedServer Answer(string path, Func<KubeRequest, (int Status, string Body)> answer)
    {
        _answers[path] = answer;
        return this;
    }

    /// <summary>A refusal as the API server words it.</summary>
    public ScriptedServer Forbid(string path, string plural, string group = "")
        => Answer(path, 403, $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Forbidden","code":403,"message":"{{{plural}}}{{{(group.Length == 0 ? "" : "." + group)}}} is forbidden: User \"viewer\" cannot list resource \"{{{plural}}}\" in API group \"{{{group}}}\" at the cluster scope","details":{"kind":"{{{plural}}}"} }""");

    public ScriptedServer Cut(string path)
    {
        _answers[path] = _ => throw new KubeConnectionException("The connection was reset by the server.", KubeConnectionFailure.Interrupted);
        return this;
    }

    public ScriptedServer Unreachable()
    {
        foreach (var path in _lists.Keys.Concat(["/version", "/readyz", "/api", "/apis"])) _answers[path] = _ => throw new KubeConnectionException("Connection refused (10.0.0.9:6443).", KubeConnectionFailure.Unreachable);
        return this;
    }

    public Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Enqueue($"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}");
        if (request.Body.Length > 0) Bodies.Enqueue(Encoding.UTF8.GetString(request.Body.Span));
        var (path, query) = request.PathAndQuery.Split('?', 2) is [var p, var q] ? (p, Uri.UnescapeDataString(q)) : (request.PathAndQuery, "");
        var (status, body) = _answers.TryGetValue($"{request.Method} {path}", out var written) || _answers.TryGetValue(path, out written) ? written(request) : Find(path, query);
        return Task.FromResult(new KubeResponse(status, s_json, new MemoryStream(Encoding.UTF8.GetBytes(body))));
    }

    /// <summary>What the next requests for a WebSocket get.</summary>
    public Queue<Func<KubeUpgrade>> Upgrades { get; } = new();

    /// <summary>What a request for a WebSocket gets that <see cref="Upgrades"/> has nothing for.</summary>
    public Func<KubeRequest, KubeUpgrade>? OnUpgrade { get; set; }

    public Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Enqueue($"UPGRADE {Uri.UnescapeDataString(request.PathAndQuery)}");
        return Task.FromResult(Upgrades.Count == 0 && OnUpgrade is { } answer ? answer(request) : Upgrades.Dequeue()());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private (int Status, string Body) Find(string path, string query)
    {
        var parts = path.Split('/');
        var at = Array.IndexOf(parts, "namespaces");
        string? ns = null;
        if (at > 0 && parts.Length > at + 2)
        {
            ns = parts[at + 1];
            path = string.Join('/', parts.Where((_, i) => i != at && i != at + 1));
        }

        if (_lists.TryGetValue(path, out var list))
        {
            var items = list.Where(o => (ns is null || (string?)o["metadata"]?["namespace"] == ns) && Selected(o, query));
            return (200, $$$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[{{{string.Join(',', items.Select(o => o.ToJsonString()))}}}]}""");
        }

        var slash = path.LastIndexOf('/');
        if (slash > 0 && _lists.TryGetValue(path[..slash], out list))
        {
            var name = path[(slash + 1)..];
            var found = list.Find(o => (string?)o["metadata"]?["name"] == name && (ns is null || (string?)o["metadata"]?["namespace"] == ns));
            if (found is not null) return (200, found.ToJsonString());
            var plural = path[..slash][(path[..slash].LastIndexOf('/') + 1)..];
            return (404, $$$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404,"message":"{{{plural}}} \"{{{name}}}\" not found","details":{"name":"{{{name}}}","kind":"{{{plural}}}"} }""");
        }

        return (404, "404 page not found\n");
    }

    private static bool Selected(JsonObject o, string query)
    {
        var selector = query.Split('&').FirstOrDefault(p => p.StartsWith("fieldSelector=", StringComparison.Ordinal))?["fieldSelector=".Length..];
        return (selector ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).All(term =>
        {
            var (path, value) = (term.Split('=', 2)[0], term.Split('=', 2)[1]);
            JsonNode? node = o;
            foreach (var step in path.Split('.')) node = node?[step];
            return (string?)node == value;
        });
    }
}
