namespace K8sOps.Kubernetes;

/// <summary>An answer as text, whatever its status code.</summary>
/// <param name="StatusCode">The HTTP status code.</param>
/// <param name="Body">The body, at most its first mebibyte.</param>
public sealed record KubeText(int StatusCode, string Body);
