namespace K8sOps.Flux;

/// <summary>An object that an app has applied, as its inventory names it.</summary>
/// <param name="Group">The API group, empty for the core group.</param>
/// <param name="Version">The API version that it was applied with; empty where the inventory does not tell it.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Namespace">The namespace; null for what lives in none, or where a chart leaves it open.</param>
/// <param name="Name">The name.</param>
public sealed record FluxInventoryEntry(string Group, string Version, string Kind, string? Namespace, string Name)
{
    /// <summary><c>group/version</c>, or <c>v1</c> for the core group.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>True for a Kustomization or a HelmRelease, which have an inventory of their own.</summary>
    public bool IsApp => FluxKinds.Apps.Any(r => r.Group == Group && r.Kind == Kind);

    /// <summary><c>Deployment media/sonarr</c>.</summary>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
