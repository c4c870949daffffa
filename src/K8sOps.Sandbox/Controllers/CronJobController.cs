using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// Makes Jobs by their CronJobs' schedules, and keeps as many finished ones as those say. Of the past that is replayed only so much is
/// run as its history still shows.
/// </summary>
internal sealed class CronJobController(WorldIndex world, DateTimeOffset start) : Controller(world)
{
    private const string Component = "cronjob-controller";
    private const string ScheduledAt = "batch.kubernetes.io/cronjob-scheduled-timestamp";
    private const int MostMissed = 100;
    private readonly Dictionary<string, DateTimeOffset> waiting = [];

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == Kinds.CronJobs)
        {
            if (after is null) waiting.Remove(before!.Uid());
            else Enqueue(resource, after, Reconcile);
        }
        else if (resource == KubeResources.Jobs)
        {
            EnqueueOwner(Kinds.CronJobs, before, after, Reconcile);
        }
    }

    private void Reconcile(JsonObject cron)
    {
        if (cron.IsTerminating()) return;
        var jobs = World.OwnedBy(KubeResources.Jobs, cron.Uid());
        SeeFinished(cron, jobs);
        ForgetOld(cron, jobs, "Complete", cron.Number("spec", "successfulJobsHistoryLimit") ?? 3);
        ForgetOld(cron, jobs, "Failed", cron.Number("spec", "failedJobsHistoryLimit") ?? 1);
        WriteActive(cron);
        if (cron.Flag("spec", "suspend"))
        {
            waiting.Remove(cron.Uid());
            return;
        }

        CronSchedule schedule;
        try
        {
            schedule = CronSchedule.Parse(cron.Text("spec", "schedule") ?? "", cron.Text("spec", "timeZone"));
        }
        catch (FormatException error)
        {
            World.Event(cron, "Warning", "UnparseableSchedule", $"unparseable schedule: \"{cron.Text("spec", "schedule")}\" : {error.Message}", Component);
            return;
        }

        if (LastMissed(cron, schedule) is { } missed) Begin(cron, missed);
        WaitForNext(cron, schedule);
    }

    private void WaitForNext(JsonObject cron, CronSchedule schedule)
    {
        if (schedule.Next(World.Now) is not { } next) return;
        if (World.Now < start && FirstShown(cron, schedule) is { } first && first > next) next = first;
        if (waiting.TryGetValue(cron.Uid(), out var known) && known == next) return;
        waiting[cron.Uid()] = next;
        World.After(next - World.Now, () =>
        {
            if (!waiting.TryGetValue(cron.Uid(), out var due) || due != next) return;
            waiting.Remove(cron.Uid());
            Enqueue(Kinds.CronJobs, cron, Reconcile);
        });
    }

    /// <summary>The oldest run that the world shows when it begins.</summary>
    private DateTimeOffset? FirstShown(JsonObject cron, CronSchedule schedule)
    {
        var wanted = (cron.Number("spec", "successfulJobsHistoryLimit") ?? 3) + 1;
        foreach (var back in (ReadOnlySpan<int>)[1, 7, 45, 400])
        {
            var times = new Queue<DateTimeOffset>();
            for (var time = schedule.Next(start.AddDays(-back)); time < start; time = schedule.Next(time.Value))
            {
                times.Enqueue(time!.Value);
                if (times.Count > wanted) times.Dequeue();
            }

            if (times.Count >= wanted || (back == 400 && times.Count > 0)) return times.Peek();
        }

        return null;
    }

    /// <summary>The last time that was due and not run yet, unless its deadline is over.</summary>
    private DateTimeOffset? LastMissed(JsonObject cron, CronSchedule schedule)
    {
        var from = cron.Time("status", "lastScheduleTime") ?? cron.Time("metadata", "creationTimestamp") ?? World.Now;
        if (cron.Number("spec", "startingDeadlineSeconds") is { } deadline && World.Now.AddSeconds(-deadline) > from) from = World.Now.AddSeconds(-deadline);
        if (World.Now <= start && FirstShown(cron, schedule) is { } first && first.AddSeconds(-1) > from) from = first.AddSeconds(-1);
        DateTimeOffset? last = null;
        var count = 0;
        for (var time = schedule.Next(from); time <= World.Now; time = schedule.Next(time.Value))
        {
            last = time;
            if (++count <= MostMissed) continue;
            World.Event(cron, "Warning", "TooManyMissedTimes", "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew", Component);
            break;
        }

        return last;
    }

    private void Begin(JsonObject cron, DateTimeOffset due)
    {
        var active = World.OwnedBy(KubeResources.Jobs, cron.Uid()).Where(static job => !IsOver(job)).ToList();
        var policy = cron.Text("spec", "concurrencyPolicy") ?? "Allow";
        if (active.Count > 0 && policy == "Forbid")
        {
            World.Event(cron, "Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid", Component);
            return;
        }

        if (policy == "Replace")
        {
            foreach (var job in active)
            {
                World.Delete(KubeResources.Jobs, job);
                World.Event(cron, "Normal", "SuccessfulDelete", $"Deleted job {job.Name()}", Component);
            }
        }

        var name = $"{cron.Name()}-{(due.ToUnixTimeSeconds() / 60).ToString(CultureInfo.InvariantCulture)}";
        if (World.Get(KubeResources.Jobs, cron.Namespace(), name) is null)
        {
            World.Create(KubeResources.Jobs, NewJob(cron, name, due));
            World.Event(cron, "Normal", "SuccessfulCreate", $"Created job {name}", Component);
        }

        World.UpdateStatus(Kinds.CronJobs, cron, item => item.Child("status")["lastScheduleTime"] = Fields.Stamp(due));
        WriteActive(cron);
    }

    private static JsonObject NewJob(JsonObject cron, string name, DateTimeOffset due)
    {
        var template = cron.Object("spec", "jobTemplate") ?? [];
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = cron.Namespace() };
        if (template.Object("metadata", "labels") is { } labels) metadata["labels"] = labels.DeepClone();
        var annotations = (JsonObject)(template.Object("metadata", "annotations") ?? []).DeepClone();
        annotations[ScheduledAt] = Fields.Stamp(due);
        metadata["annotations"] = annotations;
        metadata["ownerReferences"] = new JsonArray(PodTemplate.OwnerReference(Kinds.CronJobs, cron));
        return new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = metadata,
            ["spec"] = template.Object("spec")?.DeepClone() ?? new JsonObject(),
        };
    }

    private void SeeFinished(JsonObject cron, IReadOnlyList<JsonObject> jobs)
    {
        var listed = cron.Objects("status", "active").Select(static item => item.Text("uid")).ToHashSet();
        foreach (var job in jobs.Where(job => listed.Contains(job.Uid()) && IsOver(job)))
        {
            var end = job.Condition("Complete").Text("status") == "True" ? "Complete" : "Failed";
            World.Event(cron, "Normal", "SawCompletedJob", $"Saw completed job: {job.Name()}, condition: {end}", Component);
            if (end != "Complete" || job.Time("status", "completionTime") is not { } time) continue;
            World.UpdateStatus(Kinds.CronJobs, cron, item =>
            {
                if (!(item.Time("status", "lastSuccessfulTime") >= time)) item.Child("status")["lastSuccessfulTime"] = Fields.Stamp(time);
            });
        }
    }

    private void WriteActive(JsonObject cron)
    {
        var active = World.OwnedBy(KubeResources.Jobs, cron.Uid()).Where(static job => !IsOver(job) && !job.IsTerminating()).OrderBy(static job => job.Name(), StringComparer.Ordinal);
        var references = new JsonArray([.. active.Select(static JsonNode (job) => new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["name"] = job.Name(),
            ["namespace"] = job.Namespace(),
            ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
            ["uid"] = job.Uid(),
        })]);
        World.UpdateStatus(Kinds.CronJobs, cron, item =>
        {
            var status = item.Child("status");
            var same = status.Objects("active").Select(static entry => entry.Text("uid")).SequenceEqual(references.OfType<JsonObject>().Select(static entry => entry.Text("uid")));
            if (same) return;
            if (references.Count == 0) status.Remove("active");
            else status["active"] = references;
        });
    }

    private void ForgetOld(JsonObject cron, IReadOnlyList<JsonObject> jobs, string end, long limit)
    {
        var done = jobs.Where(job => job.Condition(end).Text("status") == "True" && !job.IsTerminating())
            .OrderBy(static job => job.Time("status", "startTime")).ThenBy(static job => job.Name(), StringComparer.Ordinal).ToList();
        foreach (var job in done.Take((int)Math.Max(0, done.Count - limit)))
        {
            World.Delete(KubeResources.Jobs, job);
            World.Event(cron, "Normal", "SuccessfulDelete", $"Deleted job {job.Name()}", Component);
        }
    }

    private static bool IsOver(JsonObject job) => job.Condition("Complete").Text("status") == "True" || job.Condition("Failed").Text("status") == "True";
}
