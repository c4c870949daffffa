namespace K8sOps.Kube.Checks;

/// <summary>Pods that crash: held back from restarting, or restarted lately after a bad end.</summary>
internal sealed class PodCrashingCheck : PodCheck
{
    public override CheckInfo Info { get; } = new("K8S.POD_CRASHING", "No pod crashes", Runbook, "CrashLoopBackOff");

    public override string WhenAllIsWell => "no pod crashes";

    protected override PodTriage.Verdict Verdict => PodTriage.Verdict.Crashing;

    protected override CheckResult Judge(KubernetesView view, K8sPod pod, EventIndex warnings)
    {
        var ending = pod.LastTerminationReason is null ? "" : $"; last ending {pod.LastTerminationReason}, exit code {pod.LastExitCode}";
        var message = pod.IsHealthy
            ? $"crashed and runs again: {Restarts(pod, view.Now)}{ending}"
            : $"{Restarts(pod, view.Now)}{ending}; {PodTriage.Cause(pod, warnings)}";
        return Finding(view, pod.IsHealthy ? CheckStatus.Warn : CheckStatus.Fail, "Pod", pod.Namespace, pod.Name, message) with
        {
            Remedy = LogOfEnding(view, pod),
        };
    }
}
