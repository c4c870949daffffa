using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>Jobs that gave up. One of a CronJob that has since succeeded is history.</summary>
internal sealed class JobFailedCheck : KubernetesCheck
{
    public override CheckInfo Info { get; } = new("K8S.JOB_FAILED", "No job has failed", Runbook, "Job failed");

    public override string WhenAllIsWell => "no job has failed";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var jobs = await view.Jobs.ConfigureAwait(false);
        var failed = jobs.Where(j => Ending(j, "Failed") is not null && !HasSucceededSince(j, jobs)).ToList();
        if (failed.Count == 0) return [];
        var warnings = await view.Warnings.ConfigureAwait(false);
        return [.. failed.Select(job => About(view, job, warnings))];
    }

    private CheckResult About(KubernetesView view, JobWire job, EventIndex warnings)
    {
        var ns = job.Metadata.Namespace;
        var name = job.Metadata.Name;
        var ending = Ending(job, "Failed")!;
        var when = ending.LastTransitionTime is { } at ? $" {AgeText.Of(view.Now - at)} ago" : "";
        return Finding(view, CheckStatus.Fail, "Job", ns, name, $"failed{when}: {ending.Reason}: {ending.Message}") with
        {
            Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Namespace", ns), ("Selector", "job-name=" + name)),
            Parameters = Parameters(("Namespace", ns), ("JobName", name)),
            Evidence = warnings.Evidence("Job", ns, name),
        };
    }

    private static ConditionWire? Ending(JobWire job, string type) => Array.Find(job.Status.Conditions ?? [], c => c.Type == type && c.Status == "True");

    private static bool HasSucceededSince(JobWire failed, IReadOnlyList<JobWire> jobs)
    {
        if (OwnerOf(failed) is not { } owner) return false;
        return jobs.Any(j => j.Metadata.Namespace == failed.Metadata.Namespace && OwnerOf(j) == owner && Ending(j, "Complete") is not null && StartOf(j) > StartOf(failed));
    }

    private static string? OwnerOf(JobWire job) => Array.Find(job.Metadata.OwnerReferences ?? [], o => o is { Controller: true, Kind: "CronJob" })?.Name;

    private static DateTimeOffset StartOf(JobWire job) => job.Status.StartTime ?? job.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
}
