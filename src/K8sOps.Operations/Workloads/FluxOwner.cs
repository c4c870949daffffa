namespace K8sOps.Kube;

/// <summary>The Flux app that an object belongs to.</summary>
/// <param name="Kind"><c>Kustomization</c> or <c>HelmRelease</c>.</param>
/// <param name="Namespace">The app's namespace; null when only a controller's trace in the managed fields tells of Flux.</param>
/// <param name="Name">The app's name; null likewise.</param>
public sealed record FluxOwner(string Kind, string? Namespace, string? Name)
{
    /// <summary><c>Kustomization flux-system/sonarr</c>.</summary>
    public override string ToString() => Name is null ? $"a {Kind}" : $"{Kind} {Namespace}/{Name}";
}
