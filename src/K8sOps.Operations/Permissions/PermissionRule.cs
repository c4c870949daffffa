namespace K8sOps;

/// <summary>One verb on one resource, or on one path that is no resource.</summary>
/// <param name="Group">The API group; empty for the core group and for paths.</param>
/// <param name="Resource">The resource in the plural, with its subresource behind a slash (<c>pods/exec</c>); or the path (<c>/readyz</c>).</param>
/// <param name="Verb">The verb.</param>
public sealed record PermissionRule(string Group, string Resource, string Verb)
{
    /// <summary>Resources of ours and of Kubernetes that live in no namespace, by their qualified names.</summary>
    private static readonly HashSet<string> s_clusterWide = new(StringComparer.Ordinal)
    {
        "nodes", "namespaces", "persistentvolumes", "storageclasses.storage.k8s.io", "customresourcedefinitions.apiextensions.k8s.io", "nodes.metrics.k8s.io",
        "selfsubjectaccessreviews.authorization.k8s.io", "scenarios.sandbox.k8sops.io", "clocks.sandbox.k8sops.io",
    };

    /// <summary>True for a path such as <c>/readyz</c>.</summary>
    public bool IsPath => Resource.StartsWith('/');

    /// <summary>True for what no Role in a namespace can grant: paths, and resources that live in no namespace.</summary>
    public bool IsClusterWide => IsPath || s_clusterWide.Contains(Group.Length == 0 ? Plural : $"{Plural}.{Group}");

    /// <summary>The resource without its subresource.</summary>
    public string Plural => Resource.StartsWith('/') ? Resource : Resource.Split('/')[0];

    /// <summary>The subresource, or null.</summary>
    public string? Subresource => !IsPath && Resource.Split('/') is [_, var sub] ? sub : null;

    /// <summary>As <c>kubectl auth can-i</c> takes it: <c>deployments.apps/scale</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Resource : Subresource is { } sub ? $"{Plural}.{Group}/{sub}" : $"{Plural}.{Group}";

    /// <summary>From that form.</summary>
    public static PermissionRule Parse(string resource, string verb)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        if (resource[0] == '/') return new PermissionRule("", resource, verb);
        var (name, sub) = resource.Split('/', 2) is [var n, var s] ? (n, "/" + s) : (resource, "");
        return name.Split('.', 2) is [var plural, var group] ? new PermissionRule(group, plural + sub, verb) : new PermissionRule("", name + sub, verb);
    }
}
