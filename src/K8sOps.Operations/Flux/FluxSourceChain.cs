using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>What has to be fetched before an app can see what is new: the repository, and between it and a HelmRelease the HelmChart.</summary>
internal sealed class FluxSourceChain(Cluster cluster)
{
    /// <summary>The sources of an app that Flux fetches, the farthest first. Needs <c>get</c> of their kinds.</summary>
    /// <exception cref="OperationException"><c>NotFound</c> for a source that is not there; what the cluster refuses.</exception>
    public async Task<IReadOnlyList<FluxTarget>> OfAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken)
    {
        var chain = new List<FluxTarget>();
        if (FluxReferences.SourceOf(app.Live) is { } source) await AddAsync(chain, app, source, context, cancellationToken).ConfigureAwait(false);
        else context.Sink.Note($"{app} on {cluster.Context} names no source.");

        // helm-controller makes it; before the first reconcile there is none, and then the release's own sync makes it.
        if (app.Resource == FluxKinds.HelmReleases && FluxReferences.ChartOf(app.Live) is { } made)
        {
            if (await FindAsync(made, cancellationToken).ConfigureAwait(false) is { } chart) chain.Add(chart);
            else context.Sink.Note($"{made} on {cluster.Context} is not there yet; the sync of {app} makes it.");
        }

        return chain;
    }

    /// <summary>Why there is nothing to fetch of a source; null where there is.</summary>
    public static string? Untouched(FluxTarget source) => source switch
    {
        { Kind: "ExternalArtifact" } => "another controller makes it",
        { Kind: "HelmRepository" } when source.Live.Text("spec", "type") == "oci" => "it is a registry, which is read by the charts that use it",
        _ => null,
    };

    private async Task AddAsync(List<FluxTarget> chain, FluxTarget app, FluxReference reference, OperationContext context, CancellationToken cancellationToken)
    {
        if (FluxKinds.SourceOf(reference.Kind) is null)
        {
            context.Sink.Warn($"The source of {app} on {cluster.Context} is {reference}, of a kind that this module does not know; it is not synced.");
            return;
        }

        var source = await FindAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw new OperationException("NotFound", OperationCategory.ObjectNotFound, $"{reference.Namespace}/{reference.Name}", $"Cannot find {reference} on {cluster.Context}, the source of {app}.");
        if (Untouched(source) is { } why)
        {
            context.Sink.Note($"{source} on {cluster.Context} has nothing to sync: {why}.");
            return;
        }

        if (source.Resource == FluxKinds.HelmCharts && FluxReferences.SourceOf(source.Live) is { } repository) await AddAsync(chain, app, repository, context, cancellationToken).ConfigureAwait(false);
        chain.Add(source);
    }

    private async Task<FluxTarget?> FindAsync(FluxReference reference, CancellationToken cancellationToken)
    {
        var resource = reference.Resource!;
        return await new ResourceService(cluster).FindAsync(resource, reference.Namespace, reference.Name, cancellationToken).ConfigureAwait(false) is { } live ? new FluxTarget(resource, live) : null;
    }
}
