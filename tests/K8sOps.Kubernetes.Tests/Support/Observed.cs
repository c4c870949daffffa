namespace K8sOps.Kubernetes.Tests;

/// <summary>Keeps what a client tells, for as long as it is the current observer.</summary>
internal sealed class Observed : IKubeObserver, IDisposable
{
    private readonly Lock _lock = new();

    public Observed() => KubeObserver.Current = this;

    public List<(string Method, string Path, int Code, TimeSpan Elapsed)> Requests { get; } = [];

    public List<string> Decisions { get; } = [];

    public List<string> Warnings { get; } = [];

    public string Everything => string.Join('\n', Requests.Select(r => r.ToString()).Concat(Decisions).Concat(Warnings));

    public void Requested(string method, string pathAndQuery, int statusCode, TimeSpan elapsed)
    {
        lock (_lock) Requests.Add((method, pathAndQuery, statusCode, elapsed));
    }

    public void Decided(string message)
    {
        lock (_lock) Decisions.Add(message);
    }

    public void Warned(string text)
    {
        lock (_lock) Warnings.Add(text);
    }

    public void Dispose() => KubeObserver.Current = null;
}
