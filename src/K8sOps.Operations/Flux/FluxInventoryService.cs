using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>What the apps of one cluster have applied.</summary>
public sealed class FluxInventoryService
{
    internal static readonly KubeResource Definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", IsNamespaced: false);

    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxInventoryService(Cluster cluster) => _cluster = cluster;

    /// <summary>
    /// What an app has applied: its inventory; of a HelmRelease without one, what Helm's Secret of the newest release says, and the
    /// definitions that bear its labels, since Helm's record leaves them out. Null when nothing tells it: nothing was applied yet, or the
    /// Secret is gone. Needs <c>get</c> of secrets and <c>list</c> of customresourcedefinitions for such a HelmRelease alone.
    /// </summary>
    /// <exception cref="OperationException"><c>ReleaseUnreadable</c>; what the cluster refuses.</exception>
    public async Task<FluxInventory?> ReadAsync(FluxTarget app, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (FluxInventory.Of(app.Live) is { } told) return told;
        if (app.Resource != FluxKinds.HelmReleases || await HelmReleaseManifest.ReadAsync(_cluster, app.Live, cancellationToken).ConfigureAwait(false) is not { } release) return null;
        var served = await Asking.For(_cluster.Client.Discovery.ResourcesAsync(cancellationToken), _cluster, "find the kinds of " + app).ConfigureAwait(false);
        var entries = release.Entries.Select(e => Placed(e, served, release.Namespace)).ToList();
        await foreach (var definition in DefinitionsOfAsync(app, cancellationToken).ConfigureAwait(false))
        {
            var entry = new FluxInventoryEntry(Definitions.Group, Definitions.Version, Definitions.Kind, null, definition.Text("metadata", "name") ?? "");
            if (!entries.Contains(entry)) entries.Add(entry);
        }

        return new FluxInventory(entries, []);
    }

    private IAsyncEnumerable<JsonObject> DefinitionsOfAsync(FluxTarget app, CancellationToken cancellationToken)
    {
        var labels = $"{FluxAnnotations.HelmPrefix}name={app.Name},{FluxAnnotations.HelmPrefix}namespace={app.Namespace}";
        return Asking.ForEach(_cluster.Client.ListAsync(Definitions, new ListOptions { LabelSelector = labels }, KubeJson.Object, cancellationToken), _cluster, "list " + Definitions.QualifiedName, cancellationToken);
    }

    // Charts leave the namespace out where it is the release's, and some write one on what lives in none.
    private static FluxInventoryEntry Placed(FluxInventoryEntry entry, IReadOnlyList<ApiResource> served, string releasedInto)
    {
        var kind = served.FirstOrDefault(r => r.Resource.Group == entry.Group && r.Resource.Kind == entry.Kind);
        return kind is null ? entry : entry with { Namespace = kind.Resource.IsNamespaced ? entry.Namespace ?? releasedInto : null };
    }
}
