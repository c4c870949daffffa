namespace K8sOps.Kube.Checks;

/// <summary>Pods with a container that the kernel killed for its memory, lately or over and over.</summary>
internal sealed class PodOomKilledCheck : PodCheck
{
    public override CheckInfo Info { get; } = new("K8S.POD_OOM_KILLED", "No container was killed for its memory", Runbook, "OOMKilled");

    public override string WhenAllIsWell => "no container was lately killed for its memory";

    protected override PodTriage.Verdict Verdict => PodTriage.Verdict.OomKilled;

    protected override CheckResult Judge(KubernetesView view, K8sPod pod, EventIndex warnings)
    {
        var container = pod.ProblemContainer is { } name ? $"container {name} was" : "a container was";
        var message = $"{container} killed for its memory (OOMKilled, exit code {pod.LastExitCode}), {Restarts(pod, view.Now)}; it is {pod.Status} now";
        return Finding(view, pod.IsHealthy ? CheckStatus.Warn : CheckStatus.Fail, "Pod", pod.Namespace, pod.Name, message) with
        {
            Remedy = LogOfEnding(view, pod),
        };
    }
}
