namespace K8sOps.Kube.Checks;

/// <summary>The checks that look at pods: each takes those that <see cref="PodTriage"/> leaves to it.</summary>
internal abstract class PodCheck : KubernetesCheck
{
    private static readonly IReadOnlySet<string> s_none = new HashSet<string>();

    protected abstract PodTriage.Verdict Verdict { get; }

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var census = await view.Pods.ConfigureAwait(false);
        if (census.Remarkable.Count == 0) return [];
        var lost = await view.LostNodesAsync().ConfigureAwait(false);
        var all = census.Remarkable.Where(p => PodTriage.Of(p, view.Now, s_none) == Verdict).ToList();
        var mine = await WithoutThoseExplainedAsync(view, [.. all.Where(p => PodTriage.Of(p, view.Now, lost) == Verdict)]).ConfigureAwait(false);
        if (mine.Count == 0)
        {
            // Asked alone, this check must not pass over what it leaves to another.
            return all.Count == 0 ? [] : [Finding(view, CheckStatus.Skip, "Pod", all[0].Namespace, all[0].Name, $"{(all.Count == 1 ? "it is" : $"it and {all.Count - 1} more are")} reported by another check: its volume claim is not bound, or its node is not ready")];
        }

        var warnings = await view.Warnings.ConfigureAwait(false);
        return
        [
            .. mine.Select(pod => Judge(view, pod, warnings) with
            {
                Parameters = Parameters(("Namespace", pod.Namespace), ("PodName", pod.Name), ("NodeName", pod.Node)),
                Evidence = [.. Evidence(pod), .. warnings.Evidence("Pod", pod.Namespace, pod.Name)],
            }),
        ];
    }

    /// <summary>The finding about one pod: status, message and remedy.</summary>
    protected abstract CheckResult Judge(KubernetesView view, K8sPod pod, EventIndex warnings);

    /// <summary>Leaves out pods that another finding already speaks for.</summary>
    protected virtual Task<List<K8sPod>> WithoutThoseExplainedAsync(KubernetesView view, List<K8sPod> pods) => Task.FromResult(pods);

    protected static string Restarts(K8sPod pod, DateTimeOffset now)
    {
        var times = pod.Restarts == 1 ? "1 restart" : $"{pod.Restarts.ToString(System.Globalization.CultureInfo.InvariantCulture)} restarts";
        return pod.LastRestartAt is { } at ? $"{times}, the last {AgeText.Of(now - at)} ago" : times;
    }

    /// <summary>The command that shows what the container wrote before it ended.</summary>
    protected static string LogOfEnding(KubernetesView view, K8sPod pod)
    {
        var log = CommandText.Line("Get-K8sLog", view.Cluster.Context, ("Namespace", pod.Namespace), ("Name", pod.Name), ("Container", pod.ProblemContainer), ("Tail", "50"));
        // The first run's log is the present one until the container is started anew.
        return pod.Restarts > 0 ? log + " -Previous" : log;
    }

    private static IEnumerable<string> Evidence(K8sPod pod)
    {
        yield return $"status {pod.Status}, {pod.ReadyContainers}/{pod.TotalContainers} ready, phase {pod.Phase}, on {pod.Node ?? "no node"}, owned by {pod.OwnerKind ?? "nobody"} {pod.OwnerName}".TrimEnd();
        if (pod.LastTerminationReason is not null) yield return $"last ending: {pod.LastTerminationReason}, exit code {pod.LastExitCode}";
    }
}
