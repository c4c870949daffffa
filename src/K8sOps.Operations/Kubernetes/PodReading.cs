using System.Globalization;
using K8sOps.Kube.Wire;

namespace K8sOps.Kube;

/// <summary>From the wire shape to the record, and the verdict on a pod's health without making one.</summary>
internal static class PodReading
{
    /// <summary>How long after the end of its grace period a pod may still be seen before its deletion counts as stuck.</summary>
    internal static readonly TimeSpan DeletionSlack = TimeSpan.FromMinutes(1);

    /// <summary>Whether nothing is wrong with the pod: see <see cref="K8sPod.IsHealthy"/>. Allocates nothing.</summary>
    public static bool IsHealthy(PodWire pod, DateTimeOffset now)
    {
        if (pod.Metadata.DeletionTimestamp is { } deadline) return now <= deadline + DeletionSlack;
        switch (pod.Status.Phase)
        {
            case "Succeeded":
                return true;
            case "Running":
                break;
            default:
                return false;
        }

        if (!PodStatusText.IsTrue(pod, "Ready")) return false;
        foreach (var container in pod.Status.ContainerStatuses ?? [])
        {
            // A Ready pod may hold a container that ended well beside those that run.
            if (!container.Ready && container.State?.Terminated is not { ExitCode: 0 }) return false;
        }

        foreach (var container in pod.Status.InitContainerStatuses ?? [])
        {
            if (!container.Ready && PodStatusText.IsSidecar(pod, container.Name)) return false;
        }

        return true;
    }

    public static K8sPod ToRecord(PodWire pod, string cluster, DateTimeOffset now)
    {
        var text = PodStatusText.Of(pod);
        var healthy = IsHealthy(pod, now);
        var problem = healthy ? default : ProblemOf(pod, text.Status);
        var ending = LastEnding(pod);
        var owner = pod.Metadata.OwnerReferences is { } owners ? Array.Find(owners, o => o.Controller) : null;
        return new K8sPod
        {
            Cluster = cluster,
            Namespace = pod.Metadata.Namespace ?? "",
            Name = pod.Metadata.Name,
            Status = text.Status,
            Phase = PhaseOf(pod.Status.Phase),
            Ready = pod.Metadata.DeletionTimestamp is null && pod.Status.Phase == "Running" && PodStatusText.IsTrue(pod, "Ready"),
            IsHealthy = healthy,
            ReadyContainers = text.ReadyContainers,
            TotalContainers = text.TotalContainers,
            Reason = problem.Reason,
            Message = problem.Message,
            ProblemContainer = problem.Container,
            Restarts = text.Restarts,
            LastRestartAt = text.LastRestartAt,
            LastTerminationReason = ending is null ? null : string.IsNullOrEmpty(ending.Reason) ? "Unknown" : ending.Reason,
            LastExitCode = ending?.ExitCode,
            Node = NullIfEmpty(pod.Spec.NodeName),
            PodIP = NullIfEmpty(pod.Status.PodIP),
            OwnerKind = owner?.Kind,
            OwnerName = owner?.Name,
            Images = ImagesOf(pod),
            Claims = pod.Spec.Claims ?? [],
            Uid = pod.Metadata.Uid,
            CreatedAt = pod.Metadata.CreationTimestamp,
            DeletionTimestamp = pod.Metadata.DeletionTimestamp,
            ObservedAt = now,
        };
    }

    private static PodPhase PhaseOf(string? phase) => phase switch
    {
        "Pending" => PodPhase.Pending,
        "Running" => PodPhase.Running,
        "Succeeded" => PodPhase.Succeeded,
        "Failed" => PodPhase.Failed,
        _ => PodPhase.Unknown,
    };

    private static string[] ImagesOf(PodWire pod)
    {
        var containers = pod.Spec.Containers ?? [];
        if (containers.Length == 1) return [containers[0].Image ?? ""];
        return [.. containers.Select(c => c.Image ?? "").Distinct(StringComparer.Ordinal)];
    }

    private static Problem ProblemOf(PodWire pod, string status)
    {
        if (pod.Metadata.DeletionTimestamp is { } deadline)
        {
            return new Problem(status == "Unknown" ? "NodeLost" : "TerminationOverdue", pod.Status.Message
                ?? string.Create(CultureInfo.InvariantCulture, $"its grace period ended at {deadline:yyyy-MM-dd HH:mm:ss}Z, and it is still there"), null);
        }

        if (!string.IsNullOrEmpty(pod.Status.Reason)) return new Problem(pod.Status.Reason, pod.Status.Message, null);
        if (PodStatusText.Condition(pod, "PodScheduled") is { Status: "False" } scheduled) return new Problem(scheduled.Reason ?? "NotScheduled", scheduled.Message, null);

        foreach (var container in AllStatuses(pod))
        {
            if (container.State?.Waiting is not { Reason: { Length: > 0 } reason } waiting || IsOrdinaryWait(reason)) continue;
            return new Problem(reason, waiting.Message, container.Name);
        }

        foreach (var container in AllStatuses(pod))
        {
            if (container.State?.Terminated is not { } ended || ended.ExitCode == 0) continue;
            return new Problem(string.IsNullOrEmpty(ended.Reason) ? "Error" : ended.Reason, EndingText(ended), container.Name);
        }

        if (pod.Status.Phase == "Pending" && PodStatusText.Condition(pod, "PodReadyToStartContainers") is { Status: "False" } sandbox)
        {
            return new Problem(status, sandbox.Message, null);
        }

        return PodStatusText.Condition(pod, "Ready") is { Status: not "True" } ready
            ? new Problem(ready.Reason ?? "NotReady", ready.Message, null)
            : new Problem(status, pod.Status.Message, null);
    }

    private static bool IsOrdinaryWait(string reason) => reason is "ContainerCreating" or "PodInitializing";

    private static string EndingText(TerminatedWire ended)
        => string.IsNullOrWhiteSpace(ended.Message)
            ? string.Create(CultureInfo.InvariantCulture, $"exit code {ended.ExitCode}")
            : string.Create(CultureInfo.InvariantCulture, $"exit code {ended.ExitCode}: {ended.Message.Trim()}");

    private static IEnumerable<ContainerStatusWire> AllStatuses(PodWire pod)
        => (pod.Status.InitContainerStatuses ?? []).Concat(pod.Status.ContainerStatuses ?? []);

    /// <summary>The ending that lies back least, of the containers that ended and were restarted or stay ended badly.</summary>
    private static TerminatedWire? LastEnding(PodWire pod)
    {
        TerminatedWire? last = null;
        Consider(pod.Status.InitContainerStatuses, ref last);
        Consider(pod.Status.ContainerStatuses, ref last);
        return last;

        static void Consider(ContainerStatusWire[]? containers, ref TerminatedWire? last)
        {
            foreach (var container in containers ?? [])
            {
                var ended = container.State?.Terminated is { ExitCode: not 0 } now ? now : container.LastState?.Terminated;
                if (ended is not null && (last is null || (ended.FinishedAt ?? DateTimeOffset.MinValue) > (last.FinishedAt ?? DateTimeOffset.MinValue))) last = ended;
            }
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private readonly record struct Problem(string? Reason, string? Message, string? Container);
}
