namespace K8sOps.Kubernetes;

/// <summary>A kind that an API server serves, and where it serves it.</summary>
/// <param name="Group">API group, empty for the core group.</param>
/// <param name="Version">API version, such as <c>v1</c>.</param>
/// <param name="Plural">The resource in the URL, such as <c>pods</c>.</param>
/// <param name="Kind">The kind, such as <c>Pod</c>.</param>
/// <param name="IsNamespaced">True when its objects live in namespaces.</param>
public sealed record KubeResource(string Group, string Version, string Plural, string Kind, bool IsNamespaced)
{
    /// <summary><c>group/version</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name that <c>kubectl</c> and RBAC rules use: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>The path of the collection, or of one object; names are escaped.</summary>
    /// <exception cref="KubeApiException"><c>BadRequest</c> for what is no name of any object: <c>..</c> would lead to another one.</exception>
    public string Path(string? ns, string? name = null, string? subresource = null)
    {
        var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
        if (IsNamespaced && !string.IsNullOrEmpty(ns)) path += "/namespaces/" + Segment(ns);
        path += "/" + Plural;
        if (!string.IsNullOrEmpty(name)) path += "/" + Segment(name);
        if (!string.IsNullOrEmpty(subresource)) path += "/" + subresource;
        return path;
    }

    // As apimachinery's IsValidPathSegmentName has it.
    private static string Segment(string name)
        => name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '%') < 0
            ? Uri.EscapeDataString(name)
            : throw new KubeApiException($"'{name}' is no name of an object: it may not be '.' or '..', nor contain '/' or '%'.", 400, "BadRequest");

    /// <inheritdoc/>
    public override string ToString() => QualifiedName;
}
