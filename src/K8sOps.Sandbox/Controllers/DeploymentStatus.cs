using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>A Deployment's status: its counts and its Available and Progressing conditions.</summary>
internal static class DeploymentStatus
{
    public static void Write(WorldIndex world, JsonObject deployment, JsonObject? current, List<JsonObject> old, Rollout rollout, Action again)
    {
        var all = current is null ? old : [.. old, current];
        var replicas = all.Sum(static set => set.Number("status", "replicas") ?? 0);
        var updated = current.Number("status", "replicas") ?? 0;
        var available = all.Sum(static set => set.Number("status", "availableReplicas") ?? 0);
        DateTimeOffset? deadline = null;
        world.UpdateStatus(KubeResources.Deployments, deployment, item =>
        {
            var status = item.Child("status");
            var hasMoved = updated != (status.Number("updatedReplicas") ?? 0) || available > (status.Number("availableReplicas") ?? 0)
                || replicas != (status.Number("replicas") ?? 0);
            status.SetCount("replicas", replicas);
            status.SetCount("updatedReplicas", updated);
            status.SetCount("readyReplicas", all.Sum(static set => set.Number("status", "readyReplicas") ?? 0));
            status.SetCount("availableReplicas", available);
            status.SetCount("unavailableReplicas", Math.Max(0, rollout.Replicas - available));
            status["observedGeneration"] = item.Generation();

            if (available >= rollout.Replicas - rollout.MaxUnavailable)
                Fields.SetCondition(status, world.Now, "Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.", withUpdateTime: true);
            else
                Fields.SetCondition(status, world.Now, "Available", "False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.", withUpdateTime: true);

            if (item.Flag("spec", "paused"))
            {
                // The clock of a rollout stands still while it is paused, and begins anew when it goes on.
                if (item.Condition("Progressing").Text("reason") != "ProgressDeadlineExceeded")
                    Fields.SetCondition(status, world.Now, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused", withUpdateTime: true);
                return;
            }

            if (current is null) return;
            var isComplete = updated == rollout.Replicas && replicas == rollout.Replicas && available == rollout.Replicas;
            deadline = WriteProgress(item, status, world.Now, current.Name(), isComplete, hasMoved, rollout.DeadlineSeconds);
        });
        if (deadline is { } time && time > world.Now) world.After(time - world.Now, again);
    }

    /// <summary>The Progressing condition.</summary>
    /// <returns>When the rollout will have taken too long, unless it moves before.</returns>
    private static DateTimeOffset? WriteProgress(JsonObject deployment, JsonObject status, DateTimeOffset now, string set, bool isComplete, bool hasMoved, long deadlineSeconds)
    {
        var known = deployment.Condition("Progressing");
        var message = known.Text("message") ?? "";
        var isSameSet = message.Contains($"\"{set}\"", StringComparison.Ordinal);
        if (isComplete)
        {
            Fields.SetCondition(status, now, "Progressing", "True", "NewReplicaSetAvailable", $"ReplicaSet \"{set}\" has successfully progressed.", withUpdateTime: true);
            return null;
        }

        if (known.Text("reason") == "DeploymentPaused")
        {
            Fields.SetCondition(status, now, "Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed", withUpdateTime: true);
            known = deployment.Condition("Progressing");
            isSameSet = true;
        }

        // A rollout that was complete stays so when its pods fail later: that is for the Available condition to tell.
        if (isSameSet && known.Text("reason") == "NewReplicaSetAvailable") return null;
        if (known is null || !isSameSet)
        {
            Fields.SetCondition(status, now, "Progressing", "True", "NewReplicaSetCreated", $"Created new replica set \"{set}\"", withUpdateTime: true);
            known = deployment.Condition("Progressing");
            known!["lastUpdateTime"] = Fields.Stamp(now);
        }
        else if (hasMoved)
        {
            Fields.SetCondition(status, now, "Progressing", "True", "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing.", withUpdateTime: true);
            known = deployment.Condition("Progressing");
            known!["lastUpdateTime"] = Fields.Stamp(now);
        }

        if (known.Text("reason") == "ProgressDeadlineExceeded") return null;
        var deadline = (known.Time("lastUpdateTime") ?? now).AddSeconds(deadlineSeconds);
        if (now < deadline) return deadline;
        Fields.SetCondition(status, now, "Progressing", "False", "ProgressDeadlineExceeded", $"ReplicaSet \"{set}\" has timed out progressing.", withUpdateTime: true);
        return null;
    }
}
