using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>
/// Tells apart what Flux would take back. A Kustomization re-applies the fields that it owns (managed fields of
/// <c>kustomize-controller</c>, operation <c>Apply</c>) at every reconcile; fields of other managers stay. A HelmRelease sets its
/// fields anew at the next upgrade, and with drift detection at the next reconcile.
/// </summary>
public sealed class FluxOwnership
{
    private const string KustomizeLabel = "kustomize.toolkit.fluxcd.io/";
    private const string HelmLabel = "helm.toolkit.fluxcd.io/";
    private static readonly TimeSpan s_untold = TimeSpan.FromHours(1);
    private readonly Cluster _cluster;

    /// <summary>Creates the service.</summary>
    public FluxOwnership(Cluster cluster) => _cluster = cluster;

    /// <summary>The app that an object belongs to, by its labels, else by the managers of its fields; null when Flux has no part in it.</summary>
    public static FluxOwner? Of(JsonObject live)
    {
        var labels = live.At("metadata", "labels");
        var own = live.Text("metadata", "namespace");
        if (labels.Text(HelmLabel + "name") is { Length: > 0 } release) return new FluxOwner("HelmRelease", labels.Text(HelmLabel + "namespace") ?? own, release);
        if (labels.Text(KustomizeLabel + "name") is { Length: > 0 } app) return new FluxOwner("Kustomization", labels.Text(KustomizeLabel + "namespace") ?? own, app);
        if (ManagedFields.EntriesOf(live, "kustomize-controller", "Apply").Count > 0) return new FluxOwner("Kustomization", null, null);
        return ManagedFields.EntriesOf(live, "helm-controller").Count > 0 ? new FluxOwner("HelmRelease", null, null) : null;
    }

    /// <summary>
    /// Of the fields, those that Flux would take back; all of them where the object does not tell who owns what. A field that was changed
    /// by force within the last hour is ours for the moment, and counts as Flux's: what it came from shows only at the next reconcile.
    /// </summary>
    /// <param name="live">The object as it is, with its managed fields.</param>
    /// <param name="fields">The fields that are to be changed.</param>
    /// <param name="now">The time, by the cluster's clock.</param>
    public static IReadOnlyList<FieldPath> Owned(JsonObject live, IReadOnlyList<FieldPath> fields, DateTimeOffset now)
    {
        if (Of(live) is not { } owner || IsLeftAlone(live, owner)) return [];
        var entries = owner.Kind == "Kustomization" ? ManagedFields.EntriesOf(live, "kustomize-controller", "Apply") : ManagedFields.EntriesOf(live, "helm-controller");
        if (entries.Count == 0) return fields;
        var lately = ManagedFields.EntriesOf(live, "k8sops").Where(e => KubeTime.TryParse(e.Text("time"), out var at) && now - at < s_untold);
        List<JsonObject> all = [.. entries, .. lately];
        return [.. fields.Where(f => all.Exists(e => ManagedFields.Owns(e, f)))];
    }

    /// <summary>
    /// Refuses a change that Flux would take back. It passes, with a warning, while the app is suspended or when
    /// <paramref name="force"/> is set. Needs <c>get</c> of the app to see the suspension; without it the app counts as running.
    /// </summary>
    /// <param name="live">The object as it is, with its managed fields.</param>
    /// <param name="fields">The fields that are to be changed.</param>
    /// <param name="action">Completes the sentence "Cannot … on CLUSTER", such as <c>scale Deployment media/sonarr</c>.</param>
    /// <param name="force">True to make the change all the same.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>FluxOwned</c>.</exception>
    public async Task GuardAsync(JsonObject live, IReadOnlyList<FieldPath> fields, string action, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        if (Of(live) is not { } owner) return;
        var owned = Owned(live, fields, _cluster.Clock.GetUtcNow());
        if (owned.Count == 0)
        {
            context.Sink.Note($"The object belongs to {owner}, but none of the fields that change does: Flux leaves them alone.");
            return;
        }

        var names = string.Join(", ", owned.Take(3)) + (owned.Count > 3 ? $" and {owned.Count - 3} more" : "");
        var state = await StateOfAsync(owner, context, cancellationToken).ConfigureAwait(false);
        if (state is AppState.Suspended)
        {
            context.Sink.Warn($"{owner} is suspended: what is changed here stands until it is resumed, and {names} is then set back to what Git says.");
            return;
        }

        if (state is AppState.Gone)
        {
            // It may be applied from another cluster (spec.kubeConfig), so its absence here opens nothing.
            context.Sink.Note($"There is no {owner} on {_cluster.Context}: it may have been removed, or apply from another cluster.");
        }

        var when = owner.Kind == "HelmRelease" ? "at the release's next upgrade, or before, where drift is corrected" : "at its next reconcile";
        if (force)
        {
            context.Sink.Warn($"{owner} owns {names}: Flux takes it back {when}.");
            return;
        }

        throw new OperationException("FluxOwned", OperationCategory.InvalidOperation, owner.Name is null ? owner.Kind : $"{owner.Namespace}/{owner.Name}",
            $"Cannot {action} on {_cluster.Context}: {owner} owns {names}, and Flux would take it back {when}.",
            $"Change {names} in Git, where {owner} is made from. To change it only for now, {Suspending(owner)} first; or repeat the command with -Force, knowing that it does not last.");
    }

    /// <summary>What the object itself says to Flux: an annotation keeps kustomize-controller off.</summary>
    private static bool IsLeftAlone(JsonObject live, FluxOwner owner)
    {
        if (owner.Kind != "Kustomization") return false;
        var annotations = live.At("metadata", "annotations");
        return string.Equals(annotations.Text(KustomizeLabel + "reconcile"), "disabled", StringComparison.OrdinalIgnoreCase)
            || annotations.Text(KustomizeLabel + "ssa") is { } mode && (mode.Equals("Ignore", StringComparison.OrdinalIgnoreCase) || mode.Equals("IfNotPresent", StringComparison.OrdinalIgnoreCase));
    }

    private string Suspending(FluxOwner owner)
        => owner.Name is null ? $"suspend the {owner.Kind}" : CommandText.Line("Suspend-FluxApp", _cluster.Context, ("Kind", owner.Kind), ("Namespace", owner.Namespace), ("Name", owner.Name));

    private async Task<AppState> StateOfAsync(FluxOwner owner, OperationContext context, CancellationToken cancellationToken)
    {
        if (owner.Name is null) return AppState.Unknown;
        try
        {
            var api = await _cluster.Client.Discovery.FindAsync(owner.Kind == "Kustomization" ? "kustomizations.kustomize.toolkit.fluxcd.io" : "helmreleases.helm.toolkit.fluxcd.io", cancellationToken).ConfigureAwait(false);
            if (api is null) return AppState.Unknown;
            var app = await _cluster.Client.GetAsync(api.Resource, owner.Namespace, owner.Name, cancellationToken).ConfigureAwait(false);
            return app.Flag("spec", "suspend") ? AppState.Suspended : AppState.Running;
        }
        catch (KubeApiException e) when (e is { Reason: "NotFound", HasStatus: true })
        {
            return AppState.Gone;
        }
        catch (KubeException e)
        {
            context.Sink.Note($"Whether {owner} is suspended could not be read, so it counts as running: {e.Message}");
            return AppState.Unknown;
        }
    }

    private enum AppState
    {
        Unknown = 0,
        Running,
        Suspended,
        Gone,
    }
}
