namespace K8sOps.Kube.Checks;

/// <summary>Pods that do not start: no node takes them, an image or a configuration is missing, a volume does not come.</summary>
internal sealed class PodWaitingCheck : PodCheck
{
    public override CheckInfo Info { get; } = new("K8S.POD_WAITING", "No pod waits to be started", Runbook, "Pod not starting");

    public override string WhenAllIsWell => "no pod waits longer than it should";

    protected override PodTriage.Verdict Verdict => PodTriage.Verdict.Waiting;

    protected override CheckResult Judge(KubernetesView view, K8sPod pod, EventIndex warnings)
    {
        var age = pod.CreatedAt is { } created ? $" for {AgeText.Of(view.Now - created)}" : "";
        return Finding(view, CheckStatus.Fail, "Pod", pod.Namespace, pod.Name, $"has not started{age}: {PodTriage.Cause(pod, warnings)}") with
        {
            Remedy = EventsOf(view, "Pod", pod.Namespace, pod.Name),
        };
    }

    /// <summary>A pod that waits for a claim which <see cref="ClaimUnboundCheck"/> reports is not reported a second time.</summary>
    protected override async Task<List<K8sPod>> WithoutThoseExplainedAsync(KubernetesView view, List<K8sPod> pods)
    {
        if (!pods.Any(p => p.Node is null && p.Claims.Count > 0)) return pods;
        var unbound = (await view.OrNoneAsync(view.Claims).ConfigureAwait(false))
            .Where(c => ClaimUnboundCheck.IsOverdue(c, view.Now))
            .Select(c => (c.Metadata.Namespace, c.Metadata.Name))
            .ToHashSet();
        return [.. pods.Where(p => p.Node is not null || !p.Claims.Any(claim => unbound.Contains((p.Namespace, claim))))];
    }
}
