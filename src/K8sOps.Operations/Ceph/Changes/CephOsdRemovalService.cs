using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>
/// Removes an OSD for good, by Rook's own procedure: out, wait until Ceph says that it may be destroyed, purge, host entry, key, claim,
/// Deployment, crash reports. Each call looks at what there still is and does what is left, so one that was interrupted goes on.
/// </summary>
public sealed class CephOsdRemovalService
{
    private static readonly TimeSpan s_operatorEnds = TimeSpan.FromMinutes(2);
    private readonly Cluster _cluster;
    private readonly string? _namespace;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephOsdRemovalService(Cluster cluster, string? ns = null) => (_cluster, _namespace) = (cluster, ns);

    /// <summary>
    /// What is left to do. Needs <c>create</c> of <c>pods/exec</c>; <c>get</c>, <c>patch</c> and <c>delete</c> of deployments; of an OSD on a
    /// claim the same of claims and jobs, and <c>patch</c> of cephclusters.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c> when nothing of it is left; <c>ForceNotConfirmed</c>; what Ceph does not answer,
    /// and what the cluster refuses.</exception>
    public async Task<CephOsdRemovalPlan> PlanAsync(int id, CephOsdRemovalOptions options, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckForce(id, options);
        var tool = new CephTool(_cluster, _namespace);
        var state = await OsdRemovalState.LookAsync(_cluster, tool, id, context, cancellationToken).ConfigureAwait(false);
        if (state.IsGone) throw state.Map.Missing(_cluster, state.Namespace, id);
        var isSafe = state.IsInMap && !state.Map.IsUp(id) && await IsSafeAsync(tool, id, context, cancellationToken).ConfigureAwait(false);
        return new CephOsdRemovalPlan(state, options, await BeforeAsync(tool, state, cancellationToken).ConfigureAwait(false),
            await OsdRemovalSteps.MakeAsync(_cluster, tool, state, options, options.Force && !isSafe, cancellationToken).ConfigureAwait(false))
        {
            IsSafe = isSafe,
            Refusal = await RefusalAsync(state, options, context, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Does what is left: stops what would start it again, marks it out, waits, looks again, and removes it.</summary>
    /// <exception cref="OperationException">The plan's refusal; <c>Timeout</c>, <c>OsdNotSafe</c> and <c>OsdUp</c> with the state that is left;
    /// what Ceph or the cluster refuses, with what was done before.</exception>
    public async Task ExecuteAsync(CephOsdRemovalPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusal is { } refusal) throw refusal;
        var (id, ns) = (plan.State.Id, plan.State.Namespace);
        var activity = $"Removing {plan.Target} on {_cluster.Context}";
        try
        {
            var done = new List<string>();
            foreach (var step in plan.Before)
            {
                // No bar for these: what the wait says right after them is what counts.
                await CephPlan.SendAsync(_cluster, step, done, context, cancellationToken).ConfigureAwait(false);
                done.Add(step.Text);
            }

            if (plan.State.IsInMap && !plan.Options.Force) await new OsdEvacuation(_cluster, ns, id, context).WaitAsync(plan.Options.Timeout, cancellationToken).ConfigureAwait(false);

            // Hours may have passed: what is there now counts, and Rook may have done it all by itself.
            var tool = new CephTool(_cluster, _namespace);
            var state = await OsdRemovalState.LookAsync(_cluster, tool, id, context, cancellationToken).ConfigureAwait(false);
            if (state.Map.IsUp(id)) throw Up(state);
            var isForced = plan.Options.Force && state.IsInMap && !await IsSafeAsync(tool, id, context, cancellationToken).ConfigureAwait(false);
            await FinishAsync(await OsdRemovalSteps.MakeAsync(_cluster, tool, state, plan.Options, isForced, cancellationToken).ConfigureAwait(false), state, done, activity, context, cancellationToken).ConfigureAwait(false);
            foreach (var remark in state.Remarks.Where(r => r.StartsWith("Rook may make", StringComparison.Ordinal))) context.Sink.Warn($"{plan.Target} is removed from {_cluster.Context}. {remark}.");
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    private async Task FinishAsync(OsdRemovalSteps steps, OsdRemovalState state, List<string> done, string activity, OperationContext context, CancellationToken cancellationToken)
    {
        var isStarted = false;
        try
        {
            if (steps.StopOperator is { } stop)
            {
                await DoAsync(stop, done, activity, context, cancellationToken).ConfigureAwait(false);
                await AwaitOperatorAsync(state, context, cancellationToken).ConfigureAwait(false);
            }

            foreach (var step in steps.Removal) await DoAsync(step, done, activity, context, cancellationToken).ConfigureAwait(false);
            isStarted = true;
            await StartAsync(steps, done, activity, context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (!isStarted && steps.StartOperator is not null)
        {
            // A cluster without its operator mends nothing: it comes back before the error is told.
            await StartAsync(steps, [], activity, context, cancellationToken).ConfigureAwait(false);
            throw new OperationException(e.Id, e.Category, e.Target, e.Message + " Rook's operator was started again.", e.Remedy, e);
        }
    }

    private async Task StartAsync(OsdRemovalSteps steps, List<string> done, string activity, OperationContext context, CancellationToken cancellationToken)
    {
        if (steps.StartOperator is { } start && await start(cancellationToken).ConfigureAwait(false) is { } step) await DoAsync(step, done, activity, context, cancellationToken).ConfigureAwait(false);
    }

    private async Task DoAsync(CephStep step, List<string> done, string activity, OperationContext context, CancellationToken cancellationToken)
    {
        context.Sink.Report(new OperationProgress(activity, step.Text));
        await CephPlan.SendAsync(_cluster, step, done, context, cancellationToken).ConfigureAwait(false);
        done.Add(step.Text);
    }

    /// <summary>Once its pod is gone nothing of it is under way any more.</summary>
    private async Task AwaitOperatorAsync(OsdRemovalState state, OperationContext context, CancellationToken cancellationToken)
    {
        var where = state.Operator.Text("metadata", "namespace") ?? state.Namespace;
        var wait = await new CephWaiting(_cluster, state.Namespace).UntilAsync((_, ct) => new CephWrites(_cluster, where).ListAsync(KubeResources.Pods, where, "app=rook-ceph-operator", ct), pods => pods.Count == 0, s_operatorEnds, TimeSpan.FromSeconds(2), context, cancellationToken).ConfigureAwait(false);
        if (!wait.IsReached) throw new OperationException("Timeout", OperationCategory.OperationTimeout, OsdMap.Name(state.Id), $"The pod of Rook's operator on {_cluster.Context} does not end within {s_operatorEnds.TotalMinutes:0} minutes; nothing of {OsdMap.Name(state.Id)} was removed.", CommandText.Line("Get-K8sPod", _cluster.Context, ("Namespace", where), ("Name", "rook-ceph-operator-*")));
    }

    /// <summary>What keeps the OSD from coming back while its data moves, and what makes it move.</summary>
    private async Task<IReadOnlyList<CephStep>> BeforeAsync(CephTool tool, OsdRemovalState state, CancellationToken cancellationToken)
    {
        var writes = new CephWrites(_cluster, state.Namespace);
        var steps = new List<CephStep>();
        if (state.Deployment is { } live && (live.Whole("spec", "replicas") != 0 || live.Text("metadata", "labels", CephMarks.DoNotReconcile) is null))
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [CephMarks.DoNotReconcile] = "true" }, ["annotations"] = new JsonObject { [CephMarks.OsdStopped] = live.Text("metadata", "annotations", CephMarks.OsdStopped) ?? writes.Word("Remove-CephOsd") } },
                ["spec"] = new JsonObject { ["replicas"] = 0 },
            };
            steps.Add(await writes.PatchAsync(KubeResources.Deployments, live, patch, "scale", Line("Start-CephOsd", state), cancellationToken).ConfigureAwait(false));
        }

        if (state.IsInMap && state.Map.IsIn(state.Id))
            steps.Add(writes.Exec(tool, new CephCommand("osd", "out", state.Id.ToString(CultureInfo.InvariantCulture)), "CephOsd", OsdMap.Name(state.Id), Line("Set-CephOsd", state) + " -In"));
        return steps;
    }

    private async Task<OperationException?> RefusalAsync(OsdRemovalState state, CephOsdRemovalOptions options, OperationContext context, CancellationToken cancellationToken)
    {
        if (state.Map.IsUp(state.Id)) return Up(state);
        if (options.KeepClaim || OsdRemovalSteps.CountOf(state) is null) return null;
        var set = state.Cluster.Items("spec", "storage", "storageClassDeviceSets").First(s => s.Text("name") == state.DeviceSet);
        if (set.Whole("count") <= 1)
        {
            return new OperationException("DeviceSetTooSmall", OperationCategory.InvalidOperation, OsdMap.Name(state.Id),
                $"Cannot remove {OsdMap.Name(state.Id)} on {_cluster.Context}: it is the only one of device set {state.DeviceSet}, whose count cannot be 0, so Rook would make it anew.", "Take the device set off spec.storage.storageClassDeviceSets of the CephCluster first.");
        }

        try
        {
            await new FluxOwnership(_cluster).GuardAsync(state.Cluster, [FieldPath.Of("spec", "storage", "storageClassDeviceSets")], $"lower the count of device set {state.DeviceSet}", force: false, context, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (OperationException e) when (e.Id == "FluxOwned")
        {
            return new OperationException(e.Id, e.Category, e.Target, e.Message, $"Lower the count of device set {state.DeviceSet} by one in Git, wait until it is applied, and repeat the command.", e);
        }
    }

    private OperationException Up(OsdRemovalState state) => new("OsdUp", OperationCategory.InvalidOperation, OsdMap.Name(state.Id),
        $"Cannot remove {OsdMap.Name(state.Id)} on {_cluster.Context}: it is up. Only an OSD that is down can be removed.", Line("Stop-CephOsd", state));

    private void CheckForce(int id, CephOsdRemovalOptions options)
    {
        if (!options.Force && options.ConfirmId is null) return;
        if (options.Force && options.ConfirmId == id) return;
        throw new OperationException("ForceNotConfirmed", OperationCategory.InvalidArgument, OsdMap.Name(id), options.Force
            ? string.Create(CultureInfo.InvariantCulture, $"Cannot force the removal of {OsdMap.Name(id)} on {_cluster.Context}: its number must be said a second time{(options.ConfirmId is { } other ? $", and -ConfirmId says {other}" : "")}.")
            : $"Cannot remove {OsdMap.Name(id)} on {_cluster.Context}: -ConfirmId confirms -Force, which was not given.",
            "Leave both off, and the command waits until nothing can be lost.");
    }

    private static async Task<bool> IsSafeAsync(CephTool tool, int id, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return (await OsdEvacuation.LookAsync(tool, id, context, cancellationToken).ConfigureAwait(false)).IsSafe;
        }
        catch (OperationException e) when (e.Id is "Timeout" or "CephCommandFailed" or "CephAnswerInvalid")
        {
            context.Sink.Note($"Whether {OsdMap.Name(id)} may be destroyed is not known: {e.Message}");
            return false;
        }
    }

    private string Line(string command, OsdRemovalState state) => CommandText.Line(command, _cluster.Context, ("Namespace", state.Namespace), ("OsdId", state.Id.ToString(CultureInfo.InvariantCulture)));
}
