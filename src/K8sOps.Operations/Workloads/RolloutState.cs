using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>
/// What a Deployment, StatefulSet or DaemonSet says of its roll-out, by the rules of <c>kubectl rollout status</c>, and beyond them:
/// a paused Deployment is told apart, since waiting for it has no end.
/// </summary>
internal sealed record RolloutState(RolloutStage Stage, string Message, int Desired, int Updated, int Ready, int Available)
{
    /// <summary>Reads it; a kind that has no roll-out is <see cref="RolloutStage.Unknown"/>.</summary>
    public static RolloutState Of(JsonObject o) => o.Text("kind") switch
    {
        "Deployment" => OfDeployment(o),
        "StatefulSet" => OfStatefulSet(o),
        "DaemonSet" => OfDaemonSet(o),
        _ => new RolloutState(RolloutStage.Unknown, "it has no roll-out", 0, 0, 0, 0),
    };

    private static RolloutState OfDeployment(JsonObject o)
    {
        var desired = Number(o, "spec", "replicas") ?? 1;
        var (all, updated, available) = (Status(o, "replicas"), Status(o, "updatedReplicas"), Status(o, "availableReplicas"));
        RolloutState State(RolloutStage stage, string message) => new(stage, message, desired, updated, Status(o, "readyReplicas"), available);

        var deadline = ObjectState.Condition(o, "Progressing");
        var isPaused = o.Flag("spec", "paused");
        string? open = null;
        if (IsStale(o)) open = "its controller has not yet seen the latest change";
        else if (deadline.Text("reason") == "ProgressDeadlineExceeded") return State(RolloutStage.Failed, deadline.Text("message") ?? "it has passed its progress deadline");
        else if (updated < desired) open = Text($"{updated} of {desired} pods are new");
        else if (all > updated) open = Text($"{all - updated} old pods are still to end");
        else if (available < updated) open = Text($"{available} of {updated} new pods are available");
        if (open is null) return State(RolloutStage.Complete, Text($"{available} of {desired} pods are new and available"));
        return isPaused ? State(RolloutStage.Paused, "it is paused: " + open) : State(RolloutStage.Progressing, open);
    }

    private static RolloutState OfStatefulSet(JsonObject o)
    {
        var desired = Number(o, "spec", "replicas") ?? 1;
        var (ready, updated) = (Status(o, "readyReplicas"), Status(o, "updatedReplicas"));
        RolloutState State(RolloutStage stage, string message) => new(stage, message, desired, updated, ready, Status(o, "availableReplicas"));

        if (o.Text("spec", "updateStrategy", "type") == "OnDelete") return State(RolloutStage.OnDelete, "its pods are replaced only when they are deleted (updateStrategy OnDelete)");
        if (Status(o, "observedGeneration") == 0 || IsStale(o)) return State(RolloutStage.Progressing, "its controller has not yet seen the latest change");
        if (ready < desired) return State(RolloutStage.Progressing, Text($"{ready} of {desired} pods are ready"));
        if (Number(o, "spec", "updateStrategy", "rollingUpdate", "partition") is { } partition)
        {
            var wanted = Math.Max(0, desired - partition);
            if (updated < wanted) return State(RolloutStage.Progressing, Text($"{updated} of {wanted} pods are new"));
            return State(RolloutStage.Complete, partition == 0 ? Text($"{updated} of {desired} pods are new and ready") : Text($"{updated} pods are new, as the partition {partition} asks"));
        }

        var (current, update) = (o.Text("status", "currentRevision"), o.Text("status", "updateRevision"));
        return current == update
            ? State(RolloutStage.Complete, Text($"{ready} of {desired} pods are new and ready"))
            : State(RolloutStage.Progressing, Text($"{updated} of {desired} pods are new"));
    }

    private static RolloutState OfDaemonSet(JsonObject o)
    {
        var (desired, updated, available) = (Status(o, "desiredNumberScheduled"), Status(o, "updatedNumberScheduled"), Status(o, "numberAvailable"));
        RolloutState State(RolloutStage stage, string message) => new(stage, message, desired, updated, Status(o, "numberReady"), available);

        if (o.Text("spec", "updateStrategy", "type") == "OnDelete") return State(RolloutStage.OnDelete, "its pods are replaced only when they are deleted (updateStrategy OnDelete)");
        if (IsStale(o)) return State(RolloutStage.Progressing, "its controller has not yet seen the latest change");
        if (updated < desired) return State(RolloutStage.Progressing, Text($"{updated} of {desired} pods are new"));
        if (available < desired) return State(RolloutStage.Progressing, Text($"{available} of {desired} new pods are available"));
        return State(RolloutStage.Complete, Text($"{available} of {desired} pods are new and available"));
    }

    private static bool IsStale(JsonObject o) => (o.Whole("status", "observedGeneration") ?? 0) < (o.Whole("metadata", "generation") ?? 0);

    private static int Status(JsonObject o, string field) => Number(o, "status", field) ?? 0;

    private static int? Number(JsonObject o, params ReadOnlySpan<string> path) => o.Whole(path) is { } n ? (int)Math.Clamp(n, 0, int.MaxValue) : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
