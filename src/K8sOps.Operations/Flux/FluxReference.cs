using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>What an app or a chart refers to.</summary>
/// <param name="Kind">The kind, such as <c>GitRepository</c>.</param>
/// <param name="Namespace">The namespace: the referring object's own where the reference names none.</param>
/// <param name="Name">The name.</param>
public sealed record FluxReference(string Kind, string Namespace, string Name)
{
    /// <summary>The kind as a resource; null for one that this module does not know.</summary>
    public KubeResource? Resource => FluxKinds.SourceOf(Kind) ?? FluxKinds.Apps.FirstOrDefault(r => r.Kind == Kind);

    /// <summary><c>GitRepository flux-system/flux-system</c>.</summary>
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
