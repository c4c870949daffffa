namespace K8sOps.Kubernetes;

/// <summary>A field that a server-side apply was to set and that another manager owns.</summary>
/// <param name="Manager">Who owns it, such as <c>kustomize-controller</c>; null when the server's words were not understood.</param>
/// <param name="Field">The field, such as <c>.spec.replicas</c>.</param>
/// <param name="Message">The server's words.</param>
public sealed record KubeFieldConflict(string? Manager, string Field, string Message)
{
    // apimachinery's managedfields writes: conflict with "MANAGER" [with subresource "S"] [using V] [at TIME].
    private const string Prefix = "conflict with \"";

    internal static KubeFieldConflict From(KubeStatusCause cause)
    {
        var message = cause.Message ?? "";
        var end = message.StartsWith(Prefix, StringComparison.Ordinal) ? message.IndexOf('"', Prefix.Length) : -1;
        return new(end < 0 ? null : message[Prefix.Length..end], cause.Field ?? "", message);
    }
}
