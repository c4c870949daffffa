namespace K8sOps.Sandbox;

/// <summary>A question to RBAC: whether a user may do something to a resource, or to a path that is none.</summary>
internal sealed record AccessQuery
{
    public required string Verb { get; init; }

    public string Group { get; init; } = "";

    /// <summary>The plural, such as <c>pods</c>; empty when <see cref="Path"/> is asked for.</summary>
    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>Empty for the whole cluster.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Empty for all objects.</summary>
    public string Name { get; init; } = "";

    /// <summary>A path that is no resource, such as <c>/healthz</c>.</summary>
    public string? Path { get; init; }

    /// <summary>As rules write it: <c>pods/log</c>.</summary>
    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}
