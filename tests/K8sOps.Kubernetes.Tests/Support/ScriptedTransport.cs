using System.Text;

namespace K8sOps.Kubernetes.Tests;

/// <summary>Answers requests from a list, in order, and keeps what was asked.</summary>
internal sealed class ScriptedTransport : IClusterTransport
{
    private readonly Queue<Func<KubeRequest, CancellationToken, Task<KubeResponse>>> _script = new();

    private readonly Queue<KubeUpgrade> _upgrades = new();

    public List<KubeRequest> Requests { get; } = [];

    public List<string> OfferedProtocols { get; } = [];

    public IEnumerable<string> Asked => Requests.Select(r => $"{r.Method.Method} {r.PathAndQuery}");

    public ScriptedTransport Answer(int code, string body, string contentType = "application/json", params (string Name, string Value)[] headers)
        => Answer(() => Response(code, new MemoryStream(Encoding.UTF8.GetBytes(body)), contentType, headers));

    public ScriptedTransport AnswerStream(Stream body) => Answer(() => Response(200, body, "application/json"));

    public ScriptedTransport Answer(Func<KubeResponse> answer)
    {
        _script.Enqueue((_, _) => Task.FromResult(answer()));
        return this;
    }

    public ScriptedTransport Do(Func<KubeRequest, CancellationToken, Task<KubeResponse>> answer)
    {
        _script.Enqueue(answer);
        return this;
    }

    public ScriptedTransport Fail(KubeConnectionFailure failure, int times = 1)
    {
        for (var i = 0; i < times; i++) _script.Enqueue((_, _) => throw new KubeConnectionException("scripted", failure));
        return this;
    }

    public ScriptedTransport Status(int code, string reason, string message = "no", string extra = "", params (string Name, string Value)[] headers)
        => Answer(code, $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}{{extra}}}""", "application/json", headers);

    public Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return _script.TryDequeue(out var answer)
            ? answer(request, cancellationToken)
            : throw new InvalidOperationException($"nothing is scripted for {request.Method} {request.PathAndQuery}");
    }

    public ScriptedTransport Upgrade(SocketPair pair)
    {
        _upgrades.Enqueue(new KubeUpgrade(pair.Client));
        return this;
    }

    public ScriptedTransport Refuse(int code, string body, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        _upgrades.Enqueue(new KubeUpgrade(Response(code, new MemoryStream(Encoding.UTF8.GetBytes(body)), contentType, headers)));
        return this;
    }

    public Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        OfferedProtocols.AddRange(protocols);
        return Task.FromResult(_upgrades.TryDequeue(out var upgrade) ? upgrade : throw new KubeConnectionException("scripted", KubeConnectionFailure.Interrupted));
    }

    public ValueTask DisposeAsync() => default;

    public static KubeResponse Response(int code, Stream body, string contentType, params (string Name, string Value)[] headers)
    {
        var all = headers.GroupBy(h => h.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.Select(h => h.Value)], StringComparer.OrdinalIgnoreCase);
        all["Content-Type"] = [contentType];
        return new KubeResponse(code, all, body);
    }
}
