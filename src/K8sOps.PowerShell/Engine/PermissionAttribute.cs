namespace K8sOps.Engine;

/// <summary>
/// What a command asks of a cluster: one RBAC rule. <c>Test-K8sPermission</c> and <c>Get-K8sRole</c> read it, and a test holds the
/// command's page to it.
/// </summary>
/// <param name="resource">The resource as <c>kubectl auth can-i</c> takes it: <c>pods</c>, <c>deployments.apps</c>, <c>pods/eviction</c>, <c>/readyz</c>.</param>
/// <param name="verbs">The verbs, such as <c>get</c> and <c>list</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PermissionAttribute(string resource, params string[] verbs) : Attribute
{
    /// <summary>The resource.</summary>
    public string Resource { get; } = resource;

    /// <summary>The verbs.</summary>
    public IReadOnlyList<string> Verbs { get; } = verbs;

    /// <summary>The parameter, such as <c>-Follow</c>, without which the command does not need it; null where it always does.</summary>
    public string? OnlyFor { get; init; }
}
