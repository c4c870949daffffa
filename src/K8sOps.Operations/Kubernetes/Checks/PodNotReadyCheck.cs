namespace K8sOps.Kube.Checks;

/// <summary>Pods that run and do not become ready, that should have been gone, or that ended badly with nobody to replace them.</summary>
internal sealed class PodNotReadyCheck : PodCheck
{
    public override CheckInfo Info { get; } = new("K8S.POD_NOT_READY", "Every running pod is ready, and every deleted one goes", Runbook, "Pod not ready");

    public override string WhenAllIsWell => "all running pods are ready";

    protected override PodTriage.Verdict Verdict => PodTriage.Verdict.NotReady;

    protected override CheckResult Judge(KubernetesView view, K8sPod pod, EventIndex warnings)
    {
        var stuck = pod.DeletionTimestamp is not null;
        var message = stuck
            ? $"should have been gone {AgeText.Of(view.Now - pod.DeletionTimestamp!.Value)} ago: {PodTriage.Cause(pod, warnings)}"
            : $"is {pod.Status} and not ready ({pod.ReadyContainers}/{pod.TotalContainers}): {PodTriage.Cause(pod, warnings)}";
        return Finding(view, CheckStatus.Warn, "Pod", pod.Namespace, pod.Name, message) with
        {
            Remedy = EventsOf(view, "Pod", pod.Namespace, pod.Name),
        };
    }
}
