using System.Globalization;
using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>
/// Deployments, StatefulSets and DaemonSets with fewer pods at work than they want. Where its own pods or a lost node are reported, the
/// finding says so and points there; a DaemonSet that only misses the pods of lost nodes is left to the nodes.
/// </summary>
internal sealed class WorkloadUnavailableCheck : KubernetesCheck
{
    /// <summary>A roll-out, or a pod that was just deleted, leaves a gap for a moment.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    public override CheckInfo Info { get; } = new("K8S.WORKLOAD_UNAVAILABLE", "Every workload has the pods that it wants", Runbook, "Workload not available");

    public override string WhenAllIsWell => "all deployments, stateful sets and daemon sets are available";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var states = new List<WorkloadState>();
        states.AddRange((await view.Deployments.ConfigureAwait(false)).Select(WorkloadState.OfDeployment));
        states.AddRange((await view.StatefulSets.ConfigureAwait(false)).Select(WorkloadState.OfStatefulSet));
        states.AddRange((await view.DaemonSets.ConfigureAwait(false)).Select(WorkloadState.OfDaemonSet));
        var affected = states.Where(s => s.IsStale || s.IsStuck || s.Available < s.Desired).ToList();
        if (affected.Count == 0) return [];

        var lost = await view.LostNodesAsync().ConfigureAwait(false);
        var pods = await PodsByWorkloadAsync(view).ConfigureAwait(false);
        var warnings = await view.Warnings.ConfigureAwait(false);
        var found = new List<CheckResult>();
        foreach (var workload in affected)
        {
            if (About(view, workload, [.. pods[(workload.Kind, workload.Namespace, workload.Name)]], lost, warnings) is { } finding) found.Add(finding);
        }

        return found;
    }

    private CheckResult? About(KubernetesView view, WorkloadState workload, IReadOnlyList<K8sPod> pods, IReadOnlySet<string> lost, EventIndex warnings)
    {
        if (IsYoung(workload, pods, view.Now)) return null;
        var onLostNodes = pods.Where(p => p.Node is { } node && lost.Contains(node)).ToList();
        var gap = workload.Desired - workload.Available;
        if (workload is { Kind: "DaemonSet", IsStale: false } && gap > 0 && onLostNodes.Count >= gap) return null;

        var finding = workload.IsStale
            ? Finding(view, CheckStatus.Unknown, workload.Kind, workload.Namespace, workload.Name, $"its controller has not yet looked at its latest change (generation {workload.Generation}, observed {workload.ObservedGeneration}): the status is out of date")
            : Finding(view, workload.Available == 0 || workload.IsStuck ? CheckStatus.Fail : CheckStatus.Warn, workload.Kind, workload.Namespace, workload.Name, MessageOf(view, workload, pods, onLostNodes, lost, warnings));
        var first = pods.Count > 0 ? pods[0].Name : null;
        return finding with
        {
            Remedy = first is null
                ? EventsOf(view, workload.Kind, workload.Namespace, workload.Name)
                : CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", workload.Namespace), ("Name", workload.Name + "-*")) + " -Unhealthy",
            Parameters = Parameters(("Namespace", workload.Namespace), ("Workload", workload.Name), ("WorkloadKind", workload.Kind), ("PodName", first)),
            Evidence = [.. pods.Select(p => $"pod {p.Name}: {p.Status}"), .. warnings.Evidence(workload.Kind, workload.Namespace, workload.Name)],
        };
    }

    private static string MessageOf(KubernetesView view, WorkloadState workload, IReadOnlyList<K8sPod> pods, IReadOnlyList<K8sPod> onLostNodes, IReadOnlySet<string> lost, EventIndex warnings)
    {
        var message = string.Create(CultureInfo.InvariantCulture, $"{workload.Available} of {workload.Desired} available");
        var reported = pods.Where(p => PodTriage.Of(p, view.Now, lost) != PodTriage.Verdict.Fine).Select(p => p.Name).ToList();
        if (reported.Count > 0) return $"{message}: see pod {string.Join(", ", reported)}";
        if (onLostNodes.Count > 0) return $"{message}: see node {string.Join(", ", onLostNodes.Select(p => p.Node).Distinct(StringComparer.Ordinal))}";
        if (workload.Trouble is { } trouble) return $"{message}: {trouble}";
        if (warnings.Newest(workload.Kind, workload.Namespace, workload.Name) is { } e) return $"{message}: {e.Reason}: {e.Message}";
        return pods.Count > 0 ? $"{message}: pod {pods[0].Name} is {pods[0].Status}: {PodTriage.Cause(pods[0], warnings)}" : message;
    }

    private static bool IsYoung(WorkloadState workload, IReadOnlyList<K8sPod> pods, DateTimeOffset now)
    {
        if (workload.IsStuck) return false;
        if (workload.Since is { } since && now - since <= s_grace) return true;

        // Where no condition tells since when, the pods do: a gap that is made of new pods only is one that closes.
        return workload.Since is null && pods.Count > 0 && pods.All(p => p.CreatedAt is { } created && now - created <= s_grace);
    }

    /// <summary>The remarkable pods, by the workload that they belong to: a ReplicaSet's by its Deployment, which its name begins with.</summary>
    private static async Task<ILookup<(string Kind, string Namespace, string Name), K8sPod>> PodsByWorkloadAsync(KubernetesView view)
    {
        IReadOnlyList<K8sPod> pods = [];
        try
        {
            pods = (await view.Pods.ConfigureAwait(false)).Remarkable;
        }
        catch (OperationException)
        {
            // Pods that cannot be listed are told by the checks of pods; a workload's own status stands without them.
        }

        return pods.Where(p => !p.IsHealthy && p.OwnerName is not null).ToLookup(p => p.OwnerKind == "ReplicaSet"
            ? ("Deployment", p.Namespace, p.OwnerName!.LastIndexOf('-') is var cut and > 0 ? p.OwnerName[..cut] : p.OwnerName)
            : (p.OwnerKind ?? "", p.Namespace, p.OwnerName!));
    }
}
