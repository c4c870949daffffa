using System.Globalization;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>Restarts daemons of Ceph by making their pods anew. Nothing of their Deployments is changed, so nothing is left to take back.</summary>
public sealed class CephDaemonRestartService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);
    private readonly Cluster _cluster;
    private readonly string? _namespace;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephDaemonRestartService(Cluster cluster, string? ns = null) => (_cluster, _namespace) = (cluster, ns);

    /// <summary>
    /// What restarting a daemon would do: which pod goes, and whether Ceph can do without it for that long. Needs <c>create</c> of
    /// <c>pods/exec</c>, <c>list</c> and <c>delete</c> of pods.
    /// </summary>
    /// <param name="daemon">The daemon, such as <c>mon.a</c>, <c>mgr.b</c> or <c>osd.3</c>.</param>
    /// <param name="skipGates">The ids of gates that may fail.</param>
    /// <param name="context">Notes and warnings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>InvalidDaemon</c>; <c>NotFound</c>; what Ceph does not answer, and what the cluster refuses.</exception>
    public async Task<CephPlan> PlanAsync(string daemon, IReadOnlyCollection<string> skipGates, OperationContext context, CancellationToken cancellationToken = default)
    {
        var (type, id) = Parse(daemon);
        var tool = new CephTool(_cluster, _namespace);
        var ns = await tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var writes = new CephWrites(_cluster, ns);
        var pods = await writes.ListAsync(KubeResources.Pods, ns, Labels(type, id), cancellationToken).ConfigureAwait(false);
        if (pods.Count == 0)
        {
            throw new OperationException("NotFound", OperationCategory.ObjectNotFound, daemon, $"Cannot find a pod of {daemon} in namespace {ns} on {_cluster.Context} to restart.",
                type == "osd" ? CommandText.Line("Start-CephOsd", _cluster.Context, ("Namespace", ns), ("OsdId", id)) : CommandText.Line("Get-K8sPod", _cluster.Context, ("Namespace", ns), ("Selector", "rook_cluster=" + ns)));
        }

        var gates = await GatesAsync(tool, ns, type, id, context, cancellationToken).ConfigureAwait(false);
        return new CephPlan(daemon, [.. pods.Select(p => writes.Delete(KubeResources.Pods, p))])
        {
            Gates = gates,
            Refusal = Gates.RefusalOf($"restart {daemon}", gates, skipGates, context),
            IsDisruptive = true,
        };
    }

    /// <summary>Restarts the daemon of a plan, waits until it serves again, and returns the pod that now runs it.</summary>
    /// <exception cref="OperationException">The plan's refusal; <c>Timeout</c> with what its pod says; what the cluster refuses.</exception>
    public async Task<K8sPod> RestartAsync(CephPlan plan, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.Refusal is { } refusal) throw refusal;
        var (type, id) = Parse(plan.Target);
        var ns = await new CephTool(_cluster, _namespace).NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var old = (await PodsAsync(ns, type, id, context, cancellationToken).ConfigureAwait(false)).Select(p => p.Uid).ToHashSet(StringComparer.Ordinal);
        await plan.SendAsync(_cluster, context, cancellationToken).ConfigureAwait(false);
        var activity = $"Restarting {plan.Target} on {_cluster.Context}";
        try
        {
            var wait = await new CephWaiting(_cluster, ns).UntilAsync((tool, ct) => LookAsync(tool, ns, type, id, old, context, ct), look =>
            {
                context.Sink.Report(new OperationProgress(activity, look.Words));
                return look.Serves;
            }, timeout, s_look, context, cancellationToken).ConfigureAwait(false);
            if (wait is { IsReached: true, Last.Pod: { } pod }) return pod;
            var state = await new CephPods(_cluster).StateAsync(ns, Labels(type, id), context, cancellationToken).ConfigureAwait(false);
            throw new OperationException("Timeout", OperationCategory.OperationTimeout, plan.Target, string.Create(CultureInfo.InvariantCulture,
                $"{plan.Target} on {_cluster.Context} does not serve again {timeout.TotalSeconds:0} s after its pod was deleted: {wait.Last?.Words ?? "it was not seen"}; {state}.{wait.Caveat}"),
                CommandText.Line("Get-K8sLog", _cluster.Context, ("Namespace", ns), ("Name", $"rook-ceph-{type}-*")));
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    private async Task<Look> LookAsync(CephTool tool, string ns, string type, string id, HashSet<string?> old, OperationContext context, CancellationToken cancellationToken)
    {
        var pods = await PodsAsync(ns, type, id, context, cancellationToken).ConfigureAwait(false);
        if (pods.Any(p => old.Contains(p.Uid))) return new Look(null, false, "its old pod is still ending");
        if (pods.FirstOrDefault(p => p.Ready) is not { } pod) return new Look(null, false, pods.Count == 0 ? "its new pod is not there yet" : $"its new pod is {pods[0].Status}");
        return type switch
        {
            "osd" when !(await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false)).IsUp(int.Parse(id, CultureInfo.InvariantCulture)) => new Look(pod, false, "its pod is ready, and Ceph counts it down"),
            "mon" when !(await new CephService(_cluster, tool).GetMonitorsAsync([NamePattern.Escape(id)], context, null, cancellationToken).ConfigureAwait(false)).All(m => m.InQuorum) => new Look(pod, false, "its pod is ready, and it is not in the quorum"),
            _ => new Look(pod, true, "it serves"),
        };
    }

    private async Task<IReadOnlyList<K8sPod>> PodsAsync(string ns, string type, string id, OperationContext context, CancellationToken cancellationToken)
    {
        var pods = new List<K8sPod>();
        var query = new PodQuery { Namespaces = [NamePattern.Escape(ns)], LabelSelector = Labels(type, id) };
        await foreach (var pod in new PodService(_cluster).ListAsync(query, context, cancellationToken).ConfigureAwait(false)) pods.Add(pod);
        return pods;
    }

    private async Task<IReadOnlyList<CheckResult>> GatesAsync(CephTool tool, string ns, string type, string id, OperationContext context, CancellationToken cancellationToken)
    {
        if (type == "osd")
        {
            var map = await OsdMap.ReadAsync(tool, context, cancellationToken).ConfigureAwait(false);
            var number = int.Parse(id, CultureInfo.InvariantCulture);
            return map.IsUp(number) ? await CephOsdGates.OkToStopAsync(_cluster, tool, number, [], context, cancellationToken).ConfigureAwait(false) : [];
        }

        return type == "mon" ? [await QuorumAsync(tool, ns, id, context, cancellationToken).ConfigureAwait(false)] : [];
    }

    /// <summary><c>mon ok-to-stop</c> answers by its exit code alone, so the monitors are counted.</summary>
    private async Task<CheckResult> QuorumAsync(CephTool tool, string ns, string id, OperationContext context, CancellationToken cancellationToken)
    {
        CheckResult Result(CheckStatus status, string message) => new()
        {
            Cluster = _cluster.Context,
            System = "Rook-Ceph",
            Id = CephGates.MonitorOkToStop,
            Status = status,
            Kind = "CephMonitor",
            Namespace = ns,
            TargetName = id,
            Message = message,
            Remedy = status == CheckStatus.Pass ? null : CommandText.Line("Get-CephMonitor", _cluster.Context, ("Namespace", ns)),
            ObservedAt = _cluster.Clock.GetUtcNow(),
        };

        IReadOnlyList<CephMonitor> all;
        try
        {
            all = await new CephService(_cluster, tool).GetMonitorsAsync(null, context, null, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e) when (e.Id is "Timeout" or "CephUnreachable" or "CephCommandFailed" or "CephAnswerInvalid")
        {
            return Result(CheckStatus.Unknown, $"whether the others are a quorum without mon.{id} could not be found out: {e.Message}");
        }

        var rest = all.Count(m => m.InQuorum && m.Monitor != id);
        var message = string.Create(CultureInfo.InvariantCulture, $"without mon.{id}, {rest} of {all.Count} monitors are in the quorum, and {(all.Count / 2) + 1} are needed.");
        return Result(rest > all.Count / 2 ? CheckStatus.Pass : CheckStatus.Fail, message);
    }

    private static (string Type, string Id) Parse(string daemon)
    {
        ArgumentNullException.ThrowIfNull(daemon);
        var parts = daemon.Split('.', 2);
        if (parts is [{ Length: > 0 } type, { Length: > 0 } id] && type.All(char.IsAsciiLetter) && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && (type != "osd" || int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return (type, id);
        throw new OperationException("InvalidDaemon", OperationCategory.InvalidArgument, daemon, $"'{daemon}' is no daemon of Ceph: it is named by its type and its id, such as mon.a, mgr.b or osd.3.");
    }

    private static string Labels(string type, string id) => $"ceph_daemon_type={type},ceph_daemon_id={id}";

    private sealed record Look(K8sPod? Pod, bool Serves, string Words);
}
