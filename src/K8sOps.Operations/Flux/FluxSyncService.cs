using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// Asks Flux's controllers to look now, and waits for their answer. One service is one command on one cluster: a source that several
/// apps share is synced once.
/// </summary>
public sealed class FluxSyncService
{
    private readonly Cluster _cluster;
    private readonly FluxSyncOptions _options;
    private readonly FluxSourceChain _chain;
    private readonly ConcurrentDictionary<string, Lazy<Task<FluxSyncPlan>>> _plans = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<FluxTarget>>> _synced = new(StringComparer.Ordinal);

    /// <summary>Creates the service.</summary>
    public FluxSyncService(Cluster cluster, FluxSyncOptions options)
    {
        _cluster = cluster;
        _options = options;
        _chain = new FluxSourceChain(cluster);
    }

    /// <summary>
    /// In the order in which they are best begun: what others wait for comes first, so that of many none takes the place of what it waits
    /// for. A circle is cut where it is met: Flux tells it itself.
    /// </summary>
    public static IReadOnlyList<FluxTarget> InOrder(IReadOnlyList<FluxTarget> targets) => FluxOrder.DependenciesFirst(targets);

    /// <summary>What a sync of the app would write, on it and on its sources. Needs <c>get</c> and <c>patch</c> of them: the server is asked in a dry run.</summary>
    /// <exception cref="OperationException"><c>AppSuspended</c>, <c>SourceSuspended</c>; <c>KindMismatch</c> to force or reset a Kustomization;
    /// <c>NotFound</c> for a source that is not there; what the cluster refuses.</exception>
    public async Task<FluxSyncPlan> PlanAppAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken = default)
    {
        RefuseWhatOnlyReleasesHave(app);
        if (app.IsSuspended) throw FluxWaiting.Suspended(_cluster, app, $"Cannot sync {app} on {_cluster.Context}");
        var sources = new List<FluxSyncPlan>();
        foreach (var source in _options.WithSource ? await _chain.OfAsync(app, context, cancellationToken).ConfigureAwait(false) : [])
        {
            if (source.IsSuspended) throw FluxWaiting.Suspended(_cluster, source, $"Cannot sync {app} on {_cluster.Context} with its source");
            sources.Add(await SharedPlanAsync(source, context, cancellationToken).ConfigureAwait(false));
        }

        var plan = await PlanAsync(app, _options.Force, _options.Reset, context, cancellationToken).ConfigureAwait(false);
        return new FluxSyncPlan(app, plan.Request) { Changes = plan.Changes, Sources = sources };
    }

    /// <summary>What a sync of the source would write; nothing for one that nobody fetches, and a warning says so.</summary>
    /// <exception cref="OperationException"><c>SourceSuspended</c>; what the cluster refuses.</exception>
    public Task<FluxSyncPlan> PlanSourceAsync(FluxTarget source, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (FluxSourceChain.Untouched(source) is { } why)
        {
            context.Sink.Warn($"{source} on {_cluster.Context} has nothing to sync: {why}.");
            return Task.FromResult(new FluxSyncPlan(source, null));
        }

        if (source.IsSuspended) throw FluxWaiting.Suspended(_cluster, source, $"Cannot sync {source} on {_cluster.Context}");
        return SharedPlanAsync(source, context, cancellationToken);
    }

    /// <summary>Carries a plan out: its sources, then itself; each is waited for, unless the options say otherwise.</summary>
    /// <returns>The object as it then is.</returns>
    /// <exception cref="OperationException"><c>ReconcileStalled</c>, <c>Timeout</c> and the other ends of a wait, of the app or of a source of
    /// it (then the app was not asked); what the cluster refuses.</exception>
    public async Task<FluxTarget> ExecuteAsync(FluxSyncPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        foreach (var source in plan.Sources)
        {
            try
            {
                await SharedSyncAsync(source, context, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                throw new OperationException(e.Id, e.Category, plan.Target.Path, $"{plan.Target} on {_cluster.Context} was not synced, because of its source. {e.Message}", e.Remedy, e);
            }
        }

        return FluxKinds.Apps.Contains(plan.Target.Resource) ? await SyncAsync(plan, context, cancellationToken).ConfigureAwait(false) : await SharedSyncAsync(plan, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the app is ready at its present generation, without asking its controller for anything.</summary>
    /// <exception cref="OperationException"><c>AppSuspended</c>, <c>ReconcileStalled</c>, <c>NotFound</c>, <c>Conflict</c>, <c>Timeout</c>; what the cluster refuses.</exception>
    public Task<FluxTarget> WaitAsync(FluxTarget app, OperationContext context, CancellationToken cancellationToken = default)
        => new FluxWaiting(_cluster).WaitAsync(app, null, null, _options.Timeout, context, cancellationToken);

    private Task<FluxSyncPlan> SharedPlanAsync(FluxTarget source, OperationContext context, CancellationToken cancellationToken)
        => _plans.GetOrAdd(source.ToString(), _ => new(() => PlanAsync(source, false, false, context, cancellationToken))).Value;

    private Task<FluxTarget> SharedSyncAsync(FluxSyncPlan plan, OperationContext context, CancellationToken cancellationToken)
        => _synced.GetOrAdd(plan.Target.ToString(), _ => new(() => SyncAsync(plan, context, cancellationToken))).Value;

    private async Task<FluxSyncPlan> PlanAsync(FluxTarget target, bool force, bool reset, OperationContext context, CancellationToken cancellationToken)
    {
        var request = FluxRequest.Of(target, _cluster.Clock, force, reset);
        context.Sink.Note($"Asking {_cluster.Context} what a request to reconcile {target} would change.");
        var after = await PatchAsync(target, request, isDryRun: true, cancellationToken).ConfigureAwait(false);
        return new FluxSyncPlan(target, request) { Changes = ObjectDiff.Compare(target.Live, after) };
    }

    private async Task<FluxTarget> SyncAsync(FluxSyncPlan plan, OperationContext context, CancellationToken cancellationToken)
    {
        var target = plan.Target;
        if (plan.Request is not { } request) return target;
        var change = new Change
        {
            Command = context.Command,
            Cluster = _cluster.Context,
            Kind = target.Kind,
            Namespace = target.Namespace,
            Name = target.Name,
            Uid = target.Uid,
            Verb = "patch",
            Fields = [.. plan.Changes.Select(c => c.ToField() with { After = null })],
        };
        var asked = await Writing.AnnouncedAsync(context, change, () => PatchAsync(target, request, isDryRun: false, cancellationToken), _ => [.. plan.Changes.Select(c => c.ToField())]).ConfigureAwait(false);
        var now = target with { Live = asked };
        if (_options.NoWait) return now;
        var what = (request.IsForced, request.IsReset) switch
        {
            (true, true) => "A forced reconcile, and that its failures are reset,",
            (true, false) => "A forced reconcile",
            (false, true) => "A reconcile, and that its failures are reset,",
            _ => "A reconcile",
        };
        return await new FluxWaiting(_cluster).WaitAsync(now, request, $"{what} was asked for ({request.Token}).", _options.Timeout, context, cancellationToken).ConfigureAwait(false);
    }

    private Task<JsonObject> PatchAsync(FluxTarget target, FluxRequest request, bool isDryRun, CancellationToken cancellationToken)
        => Asking.For(_cluster.Client.MergePatchAsync(target.Resource, target.Namespace, target.Name, request.ToPatch(target.Uid), new WriteOptions { DryRun = isDryRun }, cancellationToken), _cluster, $"sync {target}", target.Path);

    private void RefuseWhatOnlyReleasesHave(FluxTarget app)
    {
        if (app.Resource == FluxKinds.HelmReleases) return;
        if (_options.Reset)
        {
            throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, app.Path,
                $"Cannot reset the failures of {app} on {_cluster.Context}: a Kustomization counts none. It tries again by itself, every spec.retryInterval.", "Mend the cause, then repeat the command without -Reset.");
        }

        if (_options.Force)
        {
            throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, app.Path,
                $"Cannot force {app} on {_cluster.Context}: only a HelmRelease is upgraded by force. Objects that cannot be changed are replaced where the Kustomization's spec.force is true.", "Set spec.force in Git, or repeat the command without -Force.");
        }
    }
}
