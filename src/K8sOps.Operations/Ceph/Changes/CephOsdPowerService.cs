using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>
/// Stops OSDs and starts them again, by the replicas of their Deployments. A stopped OSD bears a label that keeps Rook's operator from
/// starting it at its next reconcile, and an annotation that says who stopped it and when.
/// </summary>
public sealed class CephOsdPowerService
{
    private const string MarkedOut = "Ceph marks it out after mon_osd_down_out_interval (10 minutes, unless set otherwise) and makes its copies anew elsewhere; the flag noout holds that off";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private readonly Cluster _cluster;
    private readonly string? _namespace;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephOsdPowerService(Cluster cluster, string? ns = null) => (_cluster, _namespace) = (cluster, ns);

    /// <summary>
    /// What stopping an OSD would change, and whether Ceph says that it may be stopped together with others. Needs <c>create</c> of
    /// <c>pods/exec</c>, <c>get</c> and <c>patch</c> of deployments.
    /// </summary>
    /// <param name="id">The OSD.</param>
    /// <param name="together">All OSDs that are to be stopped at the same time.</param>
    /// <param name="skipGates">The ids of gates that may fail.</param>
    /// <param name="context">Notes and warnings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, what Ceph does not answer, and what the cluster refuses.</exception>
    public async Task<CephPlan> PlanStopAsync(int id, IReadOnlyCollection<int> together, IReadOnlyCollection<string> skipGates, OperationContext context, CancellationToken cancellationToken = default)
    {
        var tool = new CephTool(_cluster, _namespace);
        var ns = await tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var map = await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false);
        if (!map.Exists(id)) throw map.Missing(_cluster, ns, id);
        var live = await DeploymentAsync(ns, id, cancellationToken).ConfigureAwait(false);
        var writes = new CephWrites(_cluster, ns);
        var step = await writes.PatchAsync(KubeResources.Deployments, live, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["labels"] = new JsonObject { [CephMarks.DoNotReconcile] = "true" },
                ["annotations"] = new JsonObject { [CephMarks.OsdStopped] = live.Text("metadata", "annotations", CephMarks.OsdStopped) ?? writes.Word() },
            },
            ["spec"] = new JsonObject { ["replicas"] = 0 },
        }, "scale", Line("Start-CephOsd", ns, id), cancellationToken).ConfigureAwait(false);
        if (live.Whole("spec", "replicas") == 0 && !map.IsUp(id)) step = step with { Changes = [.. step.Changes.Where(c => c.Path.IsUnder("metadata", "labels"))] };
        if (step.Changes.Count == 0) return new CephPlan(OsdMap.Name(id), []);
        var gates = map.IsUp(id) ? await CephOsdGates.OkToStopAsync(_cluster, tool, id, together.Where(map.IsUp), context, cancellationToken).ConfigureAwait(false) : [];
        return new CephPlan(OsdMap.Name(id), [step])
        {
            Gates = gates,
            Refusal = Gates.RefusalOf($"stop {OsdMap.Name(id)}", gates, skipGates, context),
            Remarks = map.IsSet("noout") || !map.IsIn(id) ? [] : [MarkedOut],
            IsDisruptive = true,
        };
    }

    /// <summary>Stops the OSD of a plan, after its gate was asked once more, and waits until Ceph counts it down.</summary>
    /// <exception cref="OperationException"><c>GateFailed</c> when it may no longer be stopped; <c>Timeout</c> with the state that is left; what the cluster refuses.</exception>
    public async Task StopAsync(int id, CephPlan plan, IReadOnlyCollection<string> skipGates, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusal is { } refusal) throw refusal;
        var tool = new CephTool(_cluster, _namespace);
        var ns = await tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        if (plan.Gates.Count > 0)
        {
            // The answer to the question may have taken its time, and others may have stopped meanwhile.
            var gates = await CephOsdGates.OkToStopAsync(_cluster, tool, id, [], context, cancellationToken).ConfigureAwait(false);
            if (Gates.RefusalOf($"stop {OsdMap.Name(id)}", gates, skipGates, context, before: plan.Gates) is { } now) throw now;
        }

        await plan.SendAsync(_cluster, context, cancellationToken).ConfigureAwait(false);
        foreach (var remark in plan.Remarks) context.Sink.Warn($"{OsdMap.Name(id)} on {_cluster.Context} is stopped: {remark}.");
        await WaitAsync(ns, id, isUp: false, $"Stopping {OsdMap.Name(id)} on {_cluster.Context}", timeout, Line("Start-CephOsd", ns, id), context, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// What starting an OSD would change: its replicas and the marks of its stop; or, where it should run already and is down, its pod is
    /// made anew. Needs what stopping needs, and <c>list</c> and <c>delete</c> of pods.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c>, what Ceph does not answer, and what the cluster refuses.</exception>
    public async Task<CephPlan> PlanStartAsync(int id, OperationContext context, CancellationToken cancellationToken = default)
    {
        var tool = new CephTool(_cluster, _namespace);
        var ns = await tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var map = await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false);
        if (!map.Exists(id)) throw map.Missing(_cluster, ns, id);
        var live = await DeploymentAsync(ns, id, cancellationToken).ConfigureAwait(false);
        var writes = new CephWrites(_cluster, ns);
        var isOurs = live.Text("metadata", "annotations", CephMarks.OsdStopped) is not null;
        var isHeld = live.Text("metadata", "labels", CephMarks.DoNotReconcile) is not null;
        var patch = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 1 } };
        if (isOurs)
        {
            var metadata = new JsonObject { ["annotations"] = new JsonObject { [CephMarks.OsdStopped] = null } };
            if (isHeld) metadata["labels"] = new JsonObject { [CephMarks.DoNotReconcile] = null };
            patch["metadata"] = metadata;
        }

        var step = await writes.PatchAsync(KubeResources.Deployments, live, patch, "scale", live.Whole("spec", "replicas") == 0 ? Line("Stop-CephOsd", ns, id) : null, cancellationToken).ConfigureAwait(false);
        var steps = new List<CephStep>();
        if (step.Changes.Count > 0) steps.Add(step);
        else if (!map.IsUp(id)) steps.AddRange((await PodsAsync(ns, id, cancellationToken).ConfigureAwait(false)).Select(p => writes.Delete(KubeResources.Pods, p)));
        return new CephPlan(OsdMap.Name(id), steps)
        {
            Remarks = isHeld && !isOurs ? [$"the label {CephMarks.DoNotReconcile}, which was not set by Stop-CephOsd, stays: Rook's operator goes on leaving this OSD alone"] : [],
        };
    }

    /// <summary>Starts the OSD of a plan and waits until Ceph counts it up.</summary>
    /// <exception cref="OperationException"><c>Timeout</c> with what its pod says; what the cluster refuses.</exception>
    public async Task StartAsync(int id, CephPlan plan, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var ns = await new CephTool(_cluster, _namespace).NamespaceAsync(cancellationToken).ConfigureAwait(false);
        await plan.SendAsync(_cluster, context, cancellationToken).ConfigureAwait(false);
        var map = await WaitAsync(ns, id, isUp: true, $"Starting {OsdMap.Name(id)} on {_cluster.Context}", timeout, CommandText.Line("Get-K8sLog", _cluster.Context, ("Namespace", ns), ("Name", CephMarks.OsdDeployment(id) + "-*")), context, cancellationToken).ConfigureAwait(false);
        if (!map.IsIn(id)) context.Sink.Warn($"{OsdMap.Name(id)} on {_cluster.Context} is up, and out: it gets no data until {Line("Set-CephOsd", ns, id)} -In.");
    }

    private async Task<OsdMap> WaitAsync(string ns, int id, bool isUp, string activity, TimeSpan timeout, string remedy, OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            var wait = await new CephWaiting(_cluster, ns).UntilAsync((tool, ct) => OsdMap.ReadAsync(tool, context, ct), map =>
            {
                context.Sink.Report(new OperationProgress(activity, map.IsUp(id) ? "up" : "down"));
                return map.IsUp(id) == isUp;
            }, timeout, s_look, context, cancellationToken).ConfigureAwait(false);
            if (wait.IsReached) return wait.Last!;
            var pods = await new CephPods(_cluster).StateAsync(ns, CephMarks.OsdPods(id), context, cancellationToken).ConfigureAwait(false);
            throw new OperationException("Timeout", OperationCategory.OperationTimeout, OsdMap.Name(id), string.Create(CultureInfo.InvariantCulture,
                $"{OsdMap.Name(id)} on {_cluster.Context} is not {(isUp ? "up" : "down")} after {timeout.TotalSeconds:0} s, though its Deployment is scaled to {(isUp ? 1 : 0)}: {pods}.{wait.Caveat}"), remedy);
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    private async Task<JsonObject> DeploymentAsync(string ns, int id, CancellationToken cancellationToken)
        => await new CephWrites(_cluster, ns).FindAsync(KubeResources.Deployments, ns, CephMarks.OsdDeployment(id), cancellationToken).ConfigureAwait(false)
            ?? throw new OperationException("NotFound", OperationCategory.ObjectNotFound, OsdMap.Name(id), $"Cannot find Deployment {ns}/{CephMarks.OsdDeployment(id)} on {_cluster.Context}, which runs {OsdMap.Name(id)}: Ceph knows the OSD, and Rook does not run it.",
                CommandText.Line("Get-K8sWorkload", _cluster.Context, ("Namespace", ns), ("Name", "rook-ceph-osd-*")));

    private Task<IReadOnlyList<JsonObject>> PodsAsync(string ns, int id, CancellationToken cancellationToken) => new CephWrites(_cluster, ns).ListAsync(KubeResources.Pods, ns, CephMarks.OsdPods(id), cancellationToken);

    private string Line(string command, string ns, int id) => CommandText.Line(command, _cluster.Context, ("Namespace", ns), ("OsdId", id.ToString(CultureInfo.InvariantCulture)));
}
