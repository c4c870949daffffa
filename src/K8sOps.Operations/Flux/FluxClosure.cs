using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>
/// An app and all apps below it: a Kustomization's inventory names Kustomizations and HelmReleases, which have inventories of their own.
/// Apps that apply to another cluster are not looked into, since what they make is not here.
/// </summary>
internal sealed class FluxClosure(Cluster cluster)
{
    private readonly FluxService _flux = new(cluster);

    /// <summary>The app first, then what it applies, parents before their children; each once. Needs <c>get</c> of both kinds.</summary>
    /// <exception cref="OperationException">What the cluster refuses.</exception>
    public async Task<IReadOnlyList<FluxTarget>> OfAsync(FluxTarget root, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<FluxTarget> { root };
        var seen = new HashSet<string>(StringComparer.Ordinal) { root.ToString() };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var child in ChildrenOf(found[i]))
            {
                if (!seen.Add(child.ToString())) continue;
                if (await _flux.FindAsync(child, cancellationToken).ConfigureAwait(false) is { } target) found.Add(target);
                else context.Sink.Note($"{child} stands in the inventory of {found[i]} on {cluster.Context}, and is not there.");
            }
        }

        return found;
    }

    /// <summary>The apps in an app's own inventory.</summary>
    public static IEnumerable<FluxReference> ChildrenOf(FluxTarget app)
    {
        if (app.Live.At("spec", "kubeConfig") is not null || FluxInventory.Of(app.Live) is not { } inventory) return [];
        // The root of a cluster stands in its own inventory.
        return inventory.Entries.Where(e => e.IsApp && e.Namespace is not null && (e.Kind != app.Kind || e.Namespace != app.Namespace || e.Name != app.Name)).Select(e => new FluxReference(e.Kind, e.Namespace!, e.Name));
    }

    /// <summary>The sources that apps are made from, those that Flux fetches; charts and the repositories that they come from included. Each once.</summary>
    public async Task<IReadOnlyList<FluxTarget>> SourcesOfAsync(IEnumerable<FluxTarget> apps, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<FluxTarget>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<FluxReference>(apps.SelectMany(a => References(a)));
        while (queue.TryDequeue(out var reference))
        {
            if (!seen.Add(reference.ToString()) || !FluxKinds.Sources.Contains(reference.Resource)) continue;
            if (await _flux.FindAsync(reference, cancellationToken).ConfigureAwait(false) is not { } source)
            {
                context.Sink.Note($"{reference} is not on {cluster.Context}.");
                continue;
            }

            found.Add(source);
            foreach (var behind in References(source)) queue.Enqueue(behind);
        }

        return found;
    }

    /// <summary>What an app, or a chart, is made from.</summary>
    internal static IEnumerable<FluxReference> References(FluxTarget target)
    {
        if (FluxReferences.ChartOf(target.Live) is { } chart && target.Resource == FluxKinds.HelmReleases) yield return chart;
        if (FluxReferences.SourceOf(target.Live) is { } source) yield return source;
    }
}
