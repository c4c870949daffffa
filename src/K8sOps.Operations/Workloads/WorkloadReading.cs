using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>From the wire to the record.</summary>
internal static class WorkloadReading
{
    public static K8sWorkload ToRecord(WorkloadTarget target, string cluster, DateTimeOffset now)
    {
        var o = target.Live;
        var workload = new K8sWorkload
        {
            Cluster = cluster,
            Kind = target.Kind,
            Namespace = target.Namespace,
            Name = target.Name,
            Images = Images(o),
            ManagedBy = ManagerOf(o),
            Conditions = [.. o.Items("status", "conditions").Select(c => $"{c.Text("type")}={c.Text("status")}")],
            PodSelector = target.Kind == "CronJob" ? null : SelectorOf(o),
            Uid = target.Uid,
            CreatedAt = Time(o.Text("metadata", "creationTimestamp")),
            ObservedAt = now,
        };
        return target.Kind switch
        {
            "CronJob" => OfCronJob(workload, o),
            "Job" => OfJob(workload, o),
            _ => OfRollout(workload, o),
        };
    }

    /// <summary>The template of its pods.</summary>
    public static JsonNode? TemplateOf(JsonObject o) => o.Text("kind") == "CronJob" ? o.At("spec", "jobTemplate", "spec", "template") : o.At("spec", "template");

    /// <summary>A selector of labels as the API takes it in a query; null for none.</summary>
    public static string? SelectorOf(JsonObject o)
    {
        var terms = o.Texts("spec", "selector", "matchLabels").Select(l => $"{l.Key}={l.Value}").ToList();
        foreach (var expression in o.Items("spec", "selector", "matchExpressions"))
        {
            var key = expression.Text("key") ?? "";
            var values = string.Join(',', (expression["values"] as JsonArray ?? []).Select(v => v.Text()));
            terms.Add(expression.Text("operator") switch
            {
                "In" => $"{key} in ({values})",
                "NotIn" => $"{key} notin ({values})",
                "Exists" => key,
                _ => "!" + key,
            });
        }

        return terms.Count == 0 ? null : string.Join(',', terms);
    }

    public static string[] ImagesOf(JsonNode? template)
        => [.. template.Items("spec", "containers").Concat(template.Items("spec", "initContainers")).Select(c => $"{c.Text("name")}={c.Text("image")}")];

    private static string[] Images(JsonObject o) => ImagesOf(TemplateOf(o));

    private static string? ManagerOf(JsonObject o)
    {
        if (FluxOwnership.Of(o) is { } app) return app.ToString();
        if (o.Text("metadata", "annotations", "meta.helm.sh/release-name") is { Length: > 0 } release) return "Helm release " + release;
        return o.Items("metadata", "ownerReferences").FirstOrDefault(r => r.Flag("controller")) is { } owner ? $"{owner.Text("kind")} {owner.Text("name")}" : null;
    }

    private static K8sWorkload OfRollout(K8sWorkload workload, JsonObject o)
    {
        var rollout = RolloutState.Of(o);
        var refused = ObjectState.Condition(o, "ReplicaFailure");
        var isRefused = refused.Text("status") == "True";
        var isStale = (o.Whole("status", "observedGeneration") ?? 0) < (o.Whole("metadata", "generation") ?? 0);

        // A StatefulSet counts as available by its ready pods, as kubectl's roll-out status has it.
        var there = workload.Kind == "StatefulSet" ? rollout.Ready : rollout.Available;
        var reason = isStale ? "NotObserved" : rollout.Stage == RolloutStage.Failed ? "ProgressDeadlineExceeded" : isRefused ? "ReplicaFailure" : there < rollout.Desired ? "Unavailable" : null;
        return workload with
        {
            Status = rollout.Stage switch
            {
                RolloutStage.Failed => "Failed",
                RolloutStage.Paused => "Paused",
                RolloutStage.Progressing => "Progressing",
                _ => there < rollout.Desired ? "Unavailable" : "Available",
            },
            Healthy = reason is null,
            Reason = reason,
            Message = isRefused ? refused.Text("message") : rollout.Message,
            Desired = rollout.Desired,
            Ready = rollout.Ready,
            Updated = rollout.Updated,
            Available = rollout.Available,
            Paused = o.Flag("spec", "paused"),
            Strategy = o.Text("spec", "strategy", "type") ?? o.Text("spec", "updateStrategy", "type"),
            CurrentRevision = long.TryParse(o.Text("metadata", "annotations", "deployment.kubernetes.io/revision"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null,
        };
    }

    private static K8sWorkload OfJob(K8sWorkload job, JsonObject o)
    {
        var failed = ObjectState.Condition(o, "Failed");
        var isFailed = failed.Text("status") == "True";
        var isComplete = ObjectState.Condition(o, "Complete").Text("status") == "True";
        var isSuspended = o.Flag("spec", "suspend");
        var (desired, done, active) = ((int)(o.Whole("spec", "completions") ?? 1), (int)(o.Whole("status", "succeeded") ?? 0), (int)(o.Whole("status", "active") ?? 0));
        return job with
        {
            Status = isFailed ? "Failed" : isComplete ? "Complete" : isSuspended ? "Suspended" : "Running",
            Healthy = !isFailed,
            Reason = isFailed ? failed.Text("reason") ?? "Failed" : null,
            Message = isFailed ? failed.Text("message") : string.Create(CultureInfo.InvariantCulture, $"{done} of {desired} done, {active} running"),
            Desired = desired,
            Ready = done,
            Active = active,
            Paused = isSuspended,
            LastCompletedAt = Time(o.Text("status", "completionTime")) ?? (isFailed ? Time(failed.Text("lastTransitionTime")) : null),
        };
    }

    private static K8sWorkload OfCronJob(K8sWorkload cron, JsonObject o)
    {
        var active = (o.At("status", "active") as JsonArray)?.Count ?? 0;
        var (scheduled, succeeded) = (Time(o.Text("status", "lastScheduleTime")), Time(o.Text("status", "lastSuccessfulTime")));
        var isSuspended = o.Flag("spec", "suspend");

        // A run that is over without a success behind its start has failed.
        var hasFailed = active == 0 && scheduled is not null && !(succeeded >= scheduled);
        return cron with
        {
            Status = hasFailed ? "Failed" : isSuspended ? "Suspended" : "Scheduled",
            Healthy = !hasFailed,
            Reason = hasFailed ? "LastRunFailed" : null,
            Message = hasFailed ? string.Create(CultureInfo.InvariantCulture, $"the run of {scheduled:yyyy-MM-dd HH:mm}Z has not succeeded") : active > 0 ? string.Create(CultureInfo.InvariantCulture, $"{active} running") : null,
            Active = active,
            Paused = isSuspended,
            Schedule = o.Text("spec", "schedule"),
            LastScheduledAt = scheduled,
            LastCompletedAt = succeeded,
        };
    }

    private static DateTimeOffset? Time(string? text) => KubeTime.TryParse(text, out var time) ? time : null;
}
