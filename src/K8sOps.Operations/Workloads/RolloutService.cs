using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The roll-outs of workloads: their history, the way back, and the wait for their end.</summary>
public sealed class RolloutService
{
    /// <summary>Annotations of a Deployment that its ReplicaSets do not share (kubectl's list).</summary>
    private static readonly string[] s_ownAnnotations =
    [
        "kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history", "deployment.kubernetes.io/desired-replicas",
        "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
    ];

    private readonly Cluster _cluster;
    private readonly RolloutHistory _history;

    /// <summary>Creates the service.</summary>
    public RolloutService(Cluster cluster)
    {
        _cluster = cluster;
        _history = new RolloutHistory(cluster);
    }

    /// <summary>The revisions of a workload, the latest last. Needs <c>list</c> of ReplicaSets or ControllerRevisions.</summary>
    /// <exception cref="OperationException"><c>KindMismatch</c>, and what the cluster refuses.</exception>
    public async IAsyncEnumerable<K8sRollout> HistoryAsync(WorkloadTarget target, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RefuseJobs(target, "show the roll-outs of");
        var now = _cluster.Clock.GetUtcNow();
        var all = await _history.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        var current = RolloutHistory.CurrentOf(target, all);
        foreach (var revision in all) yield return RolloutHistory.ToRecord(target, revision, revision == current, _cluster.Context, now);
    }

    /// <summary>
    /// Plans to bring back an earlier template, as <c>kubectl rollout undo</c> does: of a Deployment the ReplicaSet's template and
    /// annotations, of the others the ControllerRevision's data. A plan without changes means that the template is that one already.
    /// </summary>
    /// <param name="target">The workload.</param>
    /// <param name="revision">The revision; null for the one before the current.</param>
    /// <param name="force">True to change what Flux will take back.</param>
    /// <param name="context">Where warnings go.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>RevisionNotFound</c>, <c>WorkloadPaused</c>, <c>FluxOwned</c>, <c>KindMismatch</c>, and what the cluster refuses.</exception>
    public async Task<WorkloadPlan> PlanUndoAsync(WorkloadTarget target, long? revision, bool force, OperationContext context, CancellationToken cancellationToken = default)
    {
        RefuseJobs(target, "undo");
        WorkloadChangeService.RefusePaused(target, "undo the roll-out of");
        var all = await _history.ReadAsync(target, cancellationToken).ConfigureAwait(false);
        var current = RolloutHistory.CurrentOf(target, all);
        var wanted = revision is { } number ? all.FirstOrDefault(r => r.Number == number) : all.LastOrDefault(r => r.Number < (current?.Number ?? long.MaxValue));
        if (wanted is not { Template: JsonObject template })
        {
            throw new OperationException("RevisionNotFound", OperationCategory.ObjectNotFound, target.ToString(),
                revision is { } missing ? $"Cannot undo {target} on {_cluster.Context}: it has no revision {missing}." : $"Cannot undo {target} on {_cluster.Context}: it has no earlier revision.",
                CommandText.Line("Get-K8sRollout", _cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name)));
        }

        var changes = new WorkloadChangeService(_cluster);
        var step = await changes.PatchStepAsync(target, $"undo {target}", target.Kind == "Deployment"
            ? Deployment(target, wanted, template)
            : (o, ct) => _cluster.Client.StrategicPatchAsync(target.Resource, target.Namespace, target.Name, target.Guarded(wanted.Keeper["data"]!.DeepClone().AsObject()), o, ct), cancellationToken).ConfigureAwait(false);

        // Another change cause alone is no way back.
        if (!step.Changes.Any(c => c.Path.IsUnder("spec")))
        {
            context.Sink.Warn(string.Create(CultureInfo.InvariantCulture, $"{target} on {_cluster.Context} has the template of revision {wanted.Number} already; nothing is done."));
            return new WorkloadPlan(target, []);
        }

        var back = current is null ? null : CommandText.Line("Undo-K8sRollout", _cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name), ("Revision", current.Number.ToString(CultureInfo.InvariantCulture))) + (force ? " -Force" : "");
        return await changes.PlanAsync(target, [step], $"undo {target}", force, back, context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until the roll-out is complete, by <c>kubectl rollout status</c>'s rules, and returns the workload as it then is.</summary>
    /// <exception cref="OperationException"><c>RolloutFailed</c> past the progress deadline, with what its pods say; <c>WorkloadPaused</c>;
    /// <c>RolloutOnDelete</c>; <c>NotFound</c> when it is deleted meanwhile; <c>Timeout</c> with the state that is left.</exception>
    public async Task<K8sWorkload> WaitAsync(WorkloadTarget target, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        RefuseJobs(target, "wait for the roll-out of");
        var activity = $"Rolling out {target} on {_cluster.Context}";
        try
        {
            var done = await _cluster.Client.WaitAsync(target.Resource, target.Namespace, target.Name, KubeJson.Object, o => IsComplete(target, o, activity, context), timeout, cancellationToken).ConfigureAwait(false);
            return new WorkloadService(_cluster).ToRecord(new WorkloadTarget(target.Resource, done!));
        }
        catch (KubeWaitTimeoutException e)
        {
            var state = e.LastSeen is JsonObject seen ? RolloutState.Of(With(target, seen)).Message : "it was not seen";
            throw new OperationException("Timeout", OperationCategory.OperationTimeout, target.ToString(),
                $"The roll-out of {target} on {_cluster.Context} is not complete after {e.Waited.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s: {state}{await PodTroubleAsync(target, context, cancellationToken).ConfigureAwait(false)}. It goes on.", PodsOf(target), e);
        }
        catch (OperationException e) when (e.Id == "RolloutFailed")
        {
            throw new OperationException(e.Id, e.Category, e.Target, e.Message + await PodTroubleAsync(target, context, cancellationToken).ConfigureAwait(false) + ".", e.Remedy, e);
        }
        catch (KubeException e)
        {
            throw OperationErrors.From(e, _cluster.Context, $"wait for the roll-out of {target}", target.ToString());
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    private bool IsComplete(WorkloadTarget target, JsonObject? o, string activity, OperationContext context)
    {
        if (o is null) throw Asking.Missing(_cluster, target.Kind, target.Namespace, target.Name);
        var state = RolloutState.Of(With(target, o));
        context.Sink.Report(new OperationProgress(activity, state.Message, state.Desired > 0 ? 100.0 * Math.Min(state.Updated, Math.Max(state.Available, state.Ready)) / state.Desired : null));
        return state.Stage switch
        {
            RolloutStage.Complete => true,
            RolloutStage.Failed => throw new OperationException("RolloutFailed", OperationCategory.InvalidResult, target.ToString(),
                $"The roll-out of {target} on {_cluster.Context} has failed: {state.Message.TrimEnd('.')}", CommandText.Line("Undo-K8sRollout", _cluster.Context, ("Kind", target.Kind), ("Namespace", target.Namespace), ("Name", target.Name))),
            RolloutStage.Paused => throw new OperationException("WorkloadPaused", OperationCategory.InvalidOperation, target.ToString(),
                $"The roll-out of {target} on {_cluster.Context} does not go on: {state.Message}.", "Set spec.paused to false first."),
            RolloutStage.OnDelete => throw new OperationException("RolloutOnDelete", OperationCategory.InvalidOperation, target.ToString(),
                $"The roll-out of {target} on {_cluster.Context} cannot be waited for: {state.Message}.", PodsOf(target)),
            _ => false,
        };
    }

    /// <summary>What the pods that are not well say, as <c>; pod web-1: ImagePullBackOff: …</c>; what cannot be read adds nothing.</summary>
    private async Task<string> PodTroubleAsync(WorkloadTarget target, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            var query = new PodQuery { Namespaces = [NamePattern.Escape(target.Namespace)], LabelSelector = WorkloadReading.SelectorOf(target.Live), UnhealthyOnly = true };
            await foreach (var pod in new PodService(_cluster).ListAsync(query, context, cancellationToken).ConfigureAwait(false))
            {
                return $"; pod {pod.Name}: {pod.Status}{(pod.Message is { Length: > 0 } message ? ": " + message.Trim().TrimEnd('.') : "")}";
            }
        }
        catch (OperationException e)
        {
            context.Sink.Note($"Its pods cannot be looked at: {e.Message}");
        }

        return "";
    }

    private Func<WriteOptions, CancellationToken, Task<JsonObject>> Deployment(WorkloadTarget target, RolloutHistory.Revision wanted, JsonObject template)
    {
        var whole = template.Copy()!;
        if (whole.At("metadata", "labels") is JsonObject labels) labels.Remove("pod-template-hash");
        var annotations = new JsonObject();
        foreach (var (key, value) in target.Live.Texts("metadata", "annotations").Where(a => s_ownAnnotations.Contains(a.Key))) annotations[key] = value;
        foreach (var (key, value) in wanted.Keeper.Texts("metadata", "annotations").Where(a => !s_ownAnnotations.Contains(a.Key))) annotations[key] = value;
        var patch = new JsonArray(
            new JsonObject { ["op"] = "test", ["path"] = "/metadata/uid", ["value"] = target.Uid },
            new JsonObject { ["op"] = "replace", ["path"] = "/spec/template", ["value"] = whole },
            new JsonObject { ["op"] = target.Live.At("metadata", "annotations") is null ? "add" : "replace", ["path"] = "/metadata/annotations", ["value"] = annotations });
        return (o, ct) => _cluster.Client.JsonPatchAsync(target.Resource, target.Namespace, target.Name, patch, o, ct);
    }

    private string PodsOf(WorkloadTarget target) => CommandText.Line("Get-K8sPod", _cluster.Context, ("Namespace", target.Namespace), ("Selector", WorkloadReading.SelectorOf(target.Live)));

    private static JsonObject With(WorkloadTarget target, JsonObject o)
    {
        o["kind"] ??= target.Kind;
        return o;
    }

    private static void RefuseJobs(WorkloadTarget target, string action)
    {
        if (target.Kind is "Job" or "CronJob") throw new OperationException("KindMismatch", OperationCategory.InvalidArgument, target.Kind, $"Cannot {action} {target}: a {target.Kind} has no roll-out.");
    }
}
