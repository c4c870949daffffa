namespace K8sOps.Kubernetes.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record RawRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?', 2)[0];

    public bool Asks(string queryPart) => Target.Contains('?', StringComparison.Ordinal) && Target.Split('?', 2)[1].Split('&').Contains(queryPart, StringComparer.Ordinal);
}
