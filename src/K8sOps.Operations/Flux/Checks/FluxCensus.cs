using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>All apps and sources of a cluster, and the kinds that could not be read.</summary>
/// <param name="objects">The facts.</param>
/// <param name="unread">The kinds that could not be read, with the reason.</param>
/// <param name="down">The controllers of which no pod is available, by component.</param>
internal sealed class FluxCensus(IReadOnlyList<FluxFact> objects, IReadOnlyDictionary<KubeResource, OperationException> unread, IReadOnlyDictionary<string, FluxController> down)
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), FluxFact> _byName = objects.ToDictionary(f => (f.Kind, f.Namespace, f.Name));

    public IReadOnlyList<FluxFact> Objects => objects;

    public IReadOnlyDictionary<KubeResource, OperationException> Unread => unread;

    /// <summary>What a reference leads to; null when it is not there, or could not be read.</summary>
    public FluxFact? Find(FluxReference? reference)
        => reference is null ? null : _byName.GetValueOrDefault((reference.Kind, reference.Namespace, reference.Name));

    /// <summary>Whether what a reference leads to is known not to be there.</summary>
    public bool IsMissing(FluxReference reference)
        => Find(reference) is null && reference.Resource is { } resource && resource != FluxKinds.ExternalArtifacts && !unread.ContainsKey(resource);

    /// <summary>The controller that should look after a kind and does not run; null when it runs, or nothing is known of it.</summary>
    public FluxController? DownFor(KubeResource resource) => down.GetValueOrDefault(FluxController.ComponentOf(resource));
}
