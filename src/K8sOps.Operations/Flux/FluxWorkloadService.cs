using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>The workloads that an app has applied.</summary>
public sealed class FluxWorkloadService
{
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxWorkloadService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// The Deployments, StatefulSets and DaemonSets of an app: those of its inventory; of a HelmRelease that keeps none, those that carry
    /// its labels. Apps that it applies are not looked into. Needs <c>get</c> (for labels <c>list</c>) of the kinds.
    /// </summary>
    /// <exception cref="OperationException"><c>NoWorkloads</c> for an app without any, or whose workloads are on another cluster; what the cluster refuses.</exception>
    public async Task<IReadOnlyList<WorkloadTarget>> FindAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Live.At("spec", "kubeConfig") is not null) throw None(app, "it applies to another cluster (spec.kubeConfig)", "Restart the workloads there with Restart-K8sWorkload.");
        var inventory = FluxInventory.Of(app.Live)?.Entries;
        var found = inventory is null && app.Resource == FluxKinds.HelmReleases
            ? await ByLabelsAsync(app, context, cancellationToken).ConfigureAwait(false)
            : await ByInventoryAsync(app, inventory ?? [], context, cancellationToken).ConfigureAwait(false);
        if (found.Count > 0) return found;

        var children = (inventory ?? []).Where(e => FluxKinds.Apps.Any(a => a.Group == e.Group && a.Kind == e.Kind)).ToList();
        throw children.Count == 0
            ? None(app, "it has applied no Deployment, StatefulSet or DaemonSet", null)
            : None(app, $"it has applied no Deployment, StatefulSet or DaemonSet itself, but other apps: {Some(children)}",
                CommandText.Line("Restart-FluxApp", _cluster.Context, ("Kind", children[0].Kind), ("Namespace", children[0].Namespace), ("Name", children[0].Name)));
    }

    private async Task<List<WorkloadTarget>> ByInventoryAsync(FluxTarget app, IReadOnlyList<FluxInventoryEntry> inventory, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<WorkloadTarget>();
        foreach (var entry in inventory)
        {
            var resource = WorkloadKinds.RollingOut.FirstOrDefault(r => r.Group == entry.Group && r.Kind == entry.Kind);
            if (resource is null) continue;
            if (await new ResourceService(_cluster).FindAsync(resource, entry.Namespace, entry.Name, cancellationToken).ConfigureAwait(false) is { } live) found.Add(new WorkloadTarget(resource, live));
            else context.Sink.Warn($"{entry} is in the inventory of {app}, and is not there on {_cluster.Context}.");
        }

        return found;
    }

    private async Task<List<WorkloadTarget>> ByLabelsAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await LabelledAsync(app, null, context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            // Charts that reach beyond the release's own namespace are rare; who may read only that one sees its workloads there.
            var ns = app.Live.Text("spec", "targetNamespace") is { Length: > 0 } target ? target : app.Namespace;
            context.Sink.Warn($"The workloads of {app} on {_cluster.Context} are looked for in namespace {ns} only: {e.Message}");
            return await LabelledAsync(app, ns, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<WorkloadTarget>> LabelledAsync(FluxTarget app, string? ns, OperationContext context, CancellationToken cancellationToken)
    {
        var found = new List<WorkloadTarget>();
        var labels = $"{FluxAnnotations.HelmPrefix}name={app.Name},{FluxAnnotations.HelmPrefix}namespace={app.Namespace}";
        foreach (var resource in WorkloadKinds.RollingOut)
        {
            context.Sink.Note($"Reading {resource.Plural} of {app} on {_cluster.Context}.");
            var query = new ResourceQuery { Kind = resource.Kind, Namespaces = ns is null ? null : [NamePattern.Escape(ns)], LabelSelector = labels };
            // A namespace that is not there has no workloads either.
            await foreach (var live in new ResourceService(_cluster).ReadAsync(resource, query, e => context.Sink.Note(e.Message), cancellationToken).ConfigureAwait(false)) found.Add(new WorkloadTarget(resource, live));
        }

        return found;
    }

    private OperationException None(FluxTarget app, string why, string? remedy)
        => new("NoWorkloads", OperationCategory.InvalidOperation, app.Path, $"Cannot restart {app} on {_cluster.Context}: {why}.", remedy);

    private static string Some(List<FluxInventoryEntry> children) => string.Join(", ", children.Take(5)) + (children.Count > 5 ? $" and {children.Count - 5} more" : "");
}
