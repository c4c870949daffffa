using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Runs a Job's pods until enough have succeeded, or gives up after its back-off limit or deadline.</summary>
internal sealed class JobController(WorldIndex world) : Controller(world)
{
    private const string Component = "job-controller";
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(6);

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Jobs && after is not null) Enqueue(resource, after, Reconcile);
        else if (resource == KubeResources.Pods) EnqueueOwner(KubeResources.Jobs, before, after, Reconcile);
    }

    private void Reconcile(JsonObject job)
    {
        if (job.IsTerminating() || IsOver(job)) return;
        if (job.Text("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid") is null) job = Prepare(job);

        var pods = World.OwnedBy(KubeResources.Pods, job.Uid());
        var active = pods.Where(PodState.IsActive).ToList();
        var succeeded = pods.Count(static pod => pod.Text("status", "phase") == "Succeeded");
        var failed = pods.Count(static pod => pod.Text("status", "phase") == "Failed");
        var restarts = active.Sum(static pod => pod.Objects("status", "containerStatuses").Sum(static status => status.Number("restartCount") ?? 0));
        var completions = job.Number("spec", "completions") ?? 1;
        var limit = job.Number("spec", "backoffLimit") ?? 6;
        var begun = job.Time("status", "startTime") ?? World.Now;
        var deadline = job.Number("spec", "activeDeadlineSeconds") is { } seconds ? begun.AddSeconds(seconds) : (DateTimeOffset?)null;

        if (failed + restarts > limit) Fail(job, active, succeeded, failed, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        else if (deadline <= World.Now) Fail(job, active, succeeded, failed, "DeadlineExceeded", "Job was active longer than specified deadline");
        else if (succeeded >= completions) Complete(job, succeeded, failed);
        else Continue(job, active, succeeded, failed, completions, begun, deadline);
    }

    private void Continue(JsonObject job, List<JsonObject> active, int succeeded, int failed, long completions, DateTimeOffset begun, DateTimeOffset? deadline)
    {
        if (job.Flag("spec", "suspend"))
        {
            foreach (var pod in active) World.Delete(KubeResources.Pods, pod);
            World.UpdateStatus(KubeResources.Jobs, job, item =>
            {
                Fields.SetCondition(item.Child("status"), World.Now, "Suspended", "True", "JobSuspended", "Job suspended");
                item.Child("status").Remove("startTime");
            });
            return;
        }

        var hasBegun = job.Time("status", "startTime") is not null;
        var due = failed == 0 ? DateTimeOffset.MinValue : LastFailure(job) + Backoff(failed);
        var wanted = Math.Min(job.Number("spec", "parallelism") ?? 1, completions - succeeded);
        if (due > World.Now && active.Count < wanted)
        {
            World.After(due - World.Now, () => Enqueue(KubeResources.Jobs, job, Reconcile));
        }
        else
        {
            for (var missing = wanted - active.Count; missing > 0; missing--) active.Add(CreatePod(job));
        }

        WriteCounts(job, active, succeeded, failed, begun);
        if (!hasBegun && deadline is { } end) World.After(end - World.Now, () => Enqueue(KubeResources.Jobs, job, Reconcile));
    }

    private JsonObject CreatePod(JsonObject job)
    {
        var pod = World.Create(KubeResources.Pods, PodTemplate.NewPod(KubeResources.Jobs, job));
        World.Event(job, "Normal", "SuccessfulCreate", $"Created pod: {pod.Name()}", Component);
        return pod;
    }

    /// <summary>What the API server adds to a Job without its own selector.</summary>
    private JsonObject Prepare(JsonObject job) => World.Update(KubeResources.Jobs, job, item =>
    {
        var spec = item.Child("spec");
        spec["completions"] ??= 1;
        spec["parallelism"] ??= 1;
        spec["backoffLimit"] ??= 6;
        spec["completionMode"] ??= "NonIndexed";
        spec["suspend"] ??= false;
        spec.Child("selector").Child("matchLabels")["batch.kubernetes.io/controller-uid"] = item.Uid();
        var labels = spec.Child("template").Child("metadata").Child("labels");
        foreach (var prefix in new[] { "batch.kubernetes.io/", "" })
        {
            labels[prefix + "controller-uid"] = item.Uid();
            labels[prefix + "job-name"] = item.Name();
        }
    }) ?? job;

    private void WriteCounts(JsonObject job, List<JsonObject> active, int succeeded, int failed, DateTimeOffset begun) => World.UpdateStatus(KubeResources.Jobs, job, item =>
    {
        var status = item.Child("status");
        status["startTime"] ??= Fields.Stamp(begun);
        status.SetCount("active", active.Count);
        status["ready"] = active.Count(PodState.IsReady);
        status.SetCount("succeeded", succeeded);
        status.SetCount("failed", failed);
        status["terminating"] = 0;
        status["uncountedTerminatedPods"] = new JsonObject();
    });

    private void Complete(JsonObject job, int succeeded, int failed)
    {
        WriteCounts(job, [], succeeded, failed, World.Now);
        World.UpdateStatus(KubeResources.Jobs, job, item =>
        {
            var status = item.Child("status");
            status["completionTime"] = Fields.Stamp(World.Now);
            SetEnd(status, "SuccessCriteriaMet", "CompletionsReached", "Reached expected number of succeeded pods");
            SetEnd(status, "Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        });
        World.Event(job, "Normal", "Completed", "Job completed", Component);
        CleanUpLater(job);
    }

    private void Fail(JsonObject job, List<JsonObject> active, int succeeded, int failed, string reason, string message)
    {
        foreach (var pod in active) World.Delete(KubeResources.Pods, pod);
        WriteCounts(job, [], succeeded, failed + active.Count, World.Now);
        World.UpdateStatus(KubeResources.Jobs, job, item =>
        {
            SetEnd(item.Child("status"), "FailureTarget", reason, message);
            SetEnd(item.Child("status"), "Failed", reason, message);
        });
        World.Event(job, "Warning", reason, message, Component);
        CleanUpLater(job);
    }

    private void SetEnd(JsonObject status, string type, string reason, string message)
    {
        Fields.SetCondition(status, World.Now, type, "True", reason, message);
        foreach (var condition in status.Objects("conditions").Where(item => item.Text("type") == type)) condition["lastProbeTime"] = Fields.Stamp(World.Now);
    }

    private void CleanUpLater(JsonObject job)
    {
        if (job.Number("spec", "ttlSecondsAfterFinished") is not { } seconds) return;
        World.After(TimeSpan.FromSeconds(seconds), () =>
        {
            if (World.Get(KubeResources.Jobs, job.Namespace(), job.Name()) is { } found && found.Uid() == job.Uid()) World.Delete(KubeResources.Jobs, found);
        });
    }

    private DateTimeOffset LastFailure(JsonObject job) => World.OwnedBy(KubeResources.Pods, job.Uid())
        .Where(static pod => pod.Text("status", "phase") == "Failed")
        .SelectMany(static pod => pod.Objects("status", "containerStatuses"))
        .Select(static status => status.Time("state", "terminated", "finishedAt"))
        .OfType<DateTimeOffset>()
        .DefaultIfEmpty(World.Now)
        .Max();

    private static TimeSpan Backoff(int failures)
    {
        var wait = FirstBackoff * Math.Pow(2, Math.Min(failures, 16) - 1);
        return wait > LongestBackoff ? LongestBackoff : wait;
    }

    private static bool IsOver(JsonObject job) => job.Condition("Complete").Text("status") == "True" || job.Condition("Failed").Text("status") == "True";
}
