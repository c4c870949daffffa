using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kube.Wire;

namespace K8sOps.Kube;

/// <summary>The state of an object of any kind: what its roll-out, its conditions or its phase say, in this order.</summary>
internal readonly record struct ObjectState(string Status, bool Ready, string? Message)
{
    /// <summary>Conditions that say that all is well when they are true, the most telling first.</summary>
    private static readonly string[] s_good = ["Ready", "Available", "Established", "Complete", "Succeeded", "Healthy", "Accepted", "Programmed"];

    /// <summary>Phases in which an object is what it should be.</summary>
    private static readonly string[] s_goodPhases = ["Active", "Bound", "Available", "Ready", "Running", "Succeeded", "Completed", "Healthy", "Created"];

    public static ObjectState Of(JsonObject o, DateTimeOffset now)
    {
        if (o.Text("metadata", "deletionTimestamp") is not null) return new ObjectState("Terminating", false, Finalizers(o));
        switch ((o.Text("apiVersion"), o.Text("kind")))
        {
            case ("v1", "Pod"):
                return OfPod(o, now);
            case ("apps/v1", "Deployment" or "StatefulSet" or "DaemonSet"):
                var rollout = RolloutState.Of(o);
                return new ObjectState(rollout.Stage == RolloutStage.Complete ? "Ready" : rollout.Stage.ToString(), rollout.Stage == RolloutStage.Complete, rollout.Message);
        }

        if (o["status"] is not JsonObject status) return new ObjectState("", false, null);
        if (IsStale(o, status)) return new ObjectState("Updating", false, "its controller has not yet looked at its latest change");
        return OfConditions(o) ?? OfPhase(status) ?? new ObjectState("", false, null);
    }

    /// <summary>A condition by its type, in any case; null when it is not there.</summary>
    public static JsonObject? Condition(JsonObject o, string type)
        => o.Items("status", "conditions").FirstOrDefault(c => string.Equals(c.Text("type"), type, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the condition, or the status, is of an earlier generation than the object.</summary>
    public static bool IsStale(JsonObject o, JsonObject tells)
        => o.Whole("metadata", "generation") is { } generation && tells.Whole("observedGeneration") is { } seen && seen < generation;

    private static ObjectState OfPod(JsonObject o, DateTimeOffset now)
    {
        try
        {
            var pod = PodReading.ToRecord(o.Deserialize(KubeWire.Default.PodWire)!, "", now);
            return new ObjectState(pod.Status, pod.Ready, pod.Message ?? pod.Reason);
        }
        catch (JsonException e)
        {
            return new ObjectState("Unknown", false, $"its status cannot be read ({e.Path})");
        }
    }

    private static ObjectState? OfConditions(JsonObject o)
    {
        if (Condition(o, "Stalled") is { } stalled && stalled.Text("status") == "True") return new ObjectState(stalled.Text("reason") ?? "Stalled", false, stalled.Text("message"));
        if (Condition(o, "Failed") is { } failed && failed.Text("status") == "True") return new ObjectState("Failed", false, failed.Text("message"));
        foreach (var type in s_good)
        {
            if (Condition(o, type) is not { } condition) continue;
            var isTrue = condition.Text("status") == "True" && !IsStale(o, condition);
            return new ObjectState(isTrue ? type : condition.Text("reason") is { Length: > 0 } reason ? reason : "Not" + type, isTrue, condition.Text("message"));
        }

        return null;
    }

    private static ObjectState? OfPhase(JsonObject status)
        => status.Text("phase") is { Length: > 0 } phase ? new ObjectState(phase, s_goodPhases.Contains(phase), status.Text("message")) : null;

    private static string? Finalizers(JsonObject o)
        => o.At("metadata", "finalizers") is JsonArray { Count: > 0 } finalizers ? "waits for " + string.Join(", ", finalizers.Select(f => f.Text())) : null;
}
