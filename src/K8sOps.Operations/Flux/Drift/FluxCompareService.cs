using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>
/// Compares what a cluster has with what Flux applies, field by field, and stores nothing: a Kustomization is built from its source's
/// artifact as its controller builds it, a HelmRelease taken from Helm's record of its newest release.
/// </summary>
public sealed class FluxCompareService
{
    private const int AtOnce = 6;
    private readonly Cluster _cluster;
    private readonly FluxArtifactMemory _artifacts = new();

    /// <summary>Creates the service.</summary>
    public FluxCompareService(Cluster cluster) => _cluster = cluster;

    /// <summary>As the other form, for all apps that the query asks for, one after the other.</summary>
    /// <param name="query">The apps.</param>
    /// <param name="includeInSync">True to stream also what does not differ, and what Flux is told to ignore.</param>
    /// <param name="context">Where the story and the warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name or namespace that is not there (unless
    /// <see cref="FluxAppQuery.OnMissing"/> takes it); <c>ApiNotInstalled</c> without Flux; the cluster cannot be reached.</exception>
    public async IAsyncEnumerable<FluxDrift> CompareAsync(FluxAppQuery query, bool includeInSync, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var ask = new FluxListing(_cluster, FluxListing.Chosen(query.Kinds, FluxKinds.Apps), query.Names, query.Namespaces, query.LabelSelector, "app") { OnMissing = query.OnMissing };
        var apps = new List<FluxTarget>();
        await foreach (var app in ask.ReadWholeAsync(context, cancellationToken).ConfigureAwait(false)) apps.Add(app);
        for (var i = 0; i < apps.Count; i++)
        {
            context.Sink.Report(new OperationProgress($"Comparing apps of Flux on {_cluster.Context}", apps[i].ToString(), 100.0 * i / apps.Count, Completed: false));
            await foreach (var drift in CompareAsync(apps[i], includeInSync, context, cancellationToken).ConfigureAwait(false)) yield return drift;
        }

        context.Sink.Report(new OperationProgress($"Comparing apps of Flux on {_cluster.Context}", "", 100, Completed: true));
    }

    /// <summary>
    /// Streams what differs, an app's objects in the order in which they are applied. What could not be compared comes as a record with
    /// state <see cref="FluxDriftState.Unknown"/> and the reason.
    /// </summary>
    /// <param name="app">The app.</param>
    /// <param name="includeInSync">True to stream also what does not differ, and what Flux is told to ignore.</param>
    /// <param name="context">Where the story and the warnings go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException">The cluster cannot be reached, or does not know the caller.</exception>
    public async IAsyncEnumerable<FluxDrift> CompareAsync(FluxTarget app, bool includeInSync, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(context);
        var (reading, objects, why) = await ReadAsync(app, context, cancellationToken).ConfigureAwait(false);
        if (why is not null)
        {
            yield return reading.Whole(FluxDriftState.Unknown, why);
            yield break;
        }

        foreach (var few in objects.Chunk(AtOnce))
        {
            context.Sink.Note($"Comparing {string.Join(", ", few.Select(o => $"{o.Text("kind")} {o.Text("metadata", "name")}"))} of {app} on {_cluster.Context}.");
            foreach (var found in await Task.WhenAll(few.Select(o => reading.CompareAsync(o, cancellationToken))).ConfigureAwait(false))
            {
                foreach (var drift in found.Where(d => includeInSync || d.State is not (FluxDriftState.InSync or FluxDriftState.Ignored))) yield return drift;
            }
        }

        if (app.Resource == FluxKinds.HelmReleases) yield break;
        await foreach (var left in LeftAsync(app, objects, reading, cancellationToken).ConfigureAwait(false))
        {
            if (includeInSync || left.State is not FluxDriftState.Ignored) yield return left;
        }
    }

    private async Task<(FluxDriftReading Reading, IReadOnlyList<JsonObject> Objects, string? Why)> ReadAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken)
    {
        var unread = new FluxDriftReading(_cluster, app, null, null);
        if (app.Live.At("spec", "kubeConfig") is JsonObject) return (unread, [], $"{app} applies to another cluster (spec.kubeConfig): it has to be compared there.");
        try
        {
            return app.Resource == FluxKinds.HelmReleases
                ? await OfReleaseAsync(app, unread, context, cancellationToken).ConfigureAwait(false)
                : await OfKustomizationAsync(app, context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id is not ("ConnectionFailed" or "Unauthorized" or "CredentialFailed" or "CertificateRejected"))
        {
            return (unread, [], e.Remedy is null || e.Id is "Timeout" ? e.Message : $"{e.Message} {e.Remedy}");
        }
    }

    private async Task<(FluxDriftReading Reading, IReadOnlyList<JsonObject> Objects, string? Why)> OfKustomizationAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken)
    {
        var build = await KustomizeBuild.OfAsync(_cluster, app, _artifacts, context, cancellationToken).ConfigureAwait(false);
        var applied = app.Live.Text("status", "lastAppliedRevision");
        if (applied != build.Revision)
        {
            context.Sink.Warn($"{app} on {_cluster.Context} has applied {applied ?? "nothing yet"}, and its source is at {build.Revision}: what is shown includes what the next reconcile will change.");
        }

        return (new FluxDriftReading(_cluster, app, build.Revision, null), build.Objects, null);
    }

    private async Task<(FluxDriftReading Reading, IReadOnlyList<JsonObject> Objects, string? Why)> OfReleaseAsync(FluxTarget app, FluxDriftReading unread, OperationContext context, CancellationToken cancellationToken)
    {
        context.Sink.Note($"Reading the newest release of {app} on {_cluster.Context}.");
        var release = await HelmReleaseManifest.ReadAsync(_cluster, app.Live, cancellationToken).ConfigureAwait(false);
        if (release is null) return (unread, [], $"{app} has no release that Helm keeps a record of.");
        var newest = app.Live.Items("status", "history").First();
        if (newest.Text("status") is { } status && status != "deployed") context.Sink.Warn($"The newest release of {app} on {_cluster.Context}, v{release.Release}, is {status}: it may have been applied in part.");
        var objects = release.Objects.Select(o => Made(o, release)).ToList();
        return (new FluxDriftReading(_cluster, app, $"{newest.Text("chartName")}@{newest.Text("chartVersion")} v{release.Release}", release.Namespace), objects, null);
    }

    // What Helm sets on every object when it sends it; its record has the objects before that.
    private static JsonObject Made(JsonObject rendered, HelmReleaseManifest release)
    {
        var made = rendered.DeepClone().AsObject();
        made.Remove("status");
        var metadata = made["metadata"]!.AsObject();
        metadata.Remove("creationTimestamp");
        if (metadata["labels"] is not JsonObject labels) metadata["labels"] = labels = [];
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        labels["app.kubernetes.io/managed-by"] = "Helm";
        annotations["meta.helm.sh/release-name"] = release.Name;
        annotations["meta.helm.sh/release-namespace"] = release.Namespace;
        return made;
    }

    /// <summary>What the app's inventory has and its source no longer: the next reconcile deletes it.</summary>
    private async IAsyncEnumerable<FluxDrift> LeftAsync(FluxTarget app, IReadOnlyList<JsonObject> objects, FluxDriftReading reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (FluxInventory.Of(app.Live) is not { } inventory) yield break;
        var built = objects.Select(o => Identity(Group(o.Text("apiVersion") ?? ""), o.Text("kind"), o.Text("metadata", "namespace"), o.Text("metadata", "name"))).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in inventory.Entries)
        {
            if (built.Contains(Identity(entry.Group, entry.Kind, entry.Namespace, entry.Name))) continue;

            // What is built of a cluster-wide kind may name a namespace all the same, which the inventory does not.
            if (entry.Namespace is null && objects.Any(o => o.Text("kind") == entry.Kind && o.Text("metadata", "name") == entry.Name && Group(o.Text("apiVersion") ?? "") == entry.Group)) continue;
            if (await LeftAsync(app, entry, reading, cancellationToken).ConfigureAwait(false) is { } drift) yield return drift;
        }
    }

    private async Task<FluxDrift?> LeftAsync(FluxTarget app, FluxInventoryEntry entry, FluxDriftReading reading, CancellationToken cancellationToken)
    {
        var about = reading.Whole(FluxDriftState.Pruned, null) with { ApiVersion = entry.ApiVersion, Kind = entry.Kind, Namespace = entry.Namespace, Name = entry.Name };
        JsonObject? live;
        try
        {
            var resource = (await KindLookup.FindAsync(_cluster, entry.Kind, entry.ApiVersion, cancellationToken).ConfigureAwait(false)).Resource;
            live = await new ResourceService(_cluster).FindAsync(resource, entry.Namespace, entry.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id == "KindNotServed")
        {
            return null;
        }
        catch (OperationException e) when (e.Id == "Forbidden")
        {
            return about with { State = FluxDriftState.Unknown, Message = e.Message };
        }

        if (live is null) return null;
        if (!app.Live.Flag("spec", "prune")) return about with { State = FluxDriftState.Ignored, Message = $"{app} no longer has it, and does not prune." };
        var isKept = ((string[])["labels", "annotations"]).Any(part => live.Text("metadata", part, FluxAnnotations.KustomizePrefix + "prune") == "disabled");
        if (isKept) return about with { State = FluxDriftState.Ignored, Message = FluxAnnotations.KustomizePrefix + "prune is disabled on it." };

        // The name of a generated Secret bears a hash of what is in it, and that is encrypted here.
        return app.Live.At("spec", "decryption") is JsonObject && entry.Kind == "Secret"
            ? about with { State = FluxDriftState.Unknown, Message = $"{app} decrypts what it builds: whether it still has this Secret cannot be told from outside." }
            : about;
    }

    private static string Group(string apiVersion) => apiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? apiVersion[..at] : "";

    private static string Identity(string group, string? kind, string? ns, string? name) => $"{group} {kind} {ns}/{name}";
}
