namespace K8sOps.Kube.Checks;

/// <summary>
/// Which check speaks for a broken pod, so that one pod is one finding: killed for memory before crashing, crashing before waiting,
/// waiting before not ready; and none of them where a node that is not ready explains it.
/// </summary>
internal static class PodTriage
{
    /// <summary>A pod that the scheduler could not place is given this long, since autoscalers and claims take their time.</summary>
    public static readonly TimeSpan ScheduleGrace = TimeSpan.FromMinutes(1);

    /// <summary>Containers are given this long to be created: images are large.</summary>
    public static readonly TimeSpan CreateGrace = TimeSpan.FromMinutes(5);

    /// <summary>A running pod is given this long to become ready.</summary>
    public static readonly TimeSpan ReadyGrace = TimeSpan.FromMinutes(5);

    public enum Verdict
    {
        Fine = 0,
        OomKilled,
        Crashing,
        Waiting,
        NotReady,
    }

    public static Verdict Of(K8sPod pod, DateTimeOffset now, IReadOnlySet<string> lostNodes)
    {
        if (pod.Node is { } node && lostNodes.Contains(node)) return Verdict.Fine;
        var isBackingOff = pod.Reason == "CrashLoopBackOff";
        var hasEndedLately = PodCensus.IsRecent(pod.LastRestartAt, now);
        if (pod.LastTerminationReason == "OOMKilled" && (isBackingOff || hasEndedLately || pod.Reason == "OOMKilled")) return Verdict.OomKilled;
        if (isBackingOff || (hasEndedLately && pod.LastExitCode is not (null or 0))) return Verdict.Crashing;
        if (pod.IsHealthy || IsLeftByJob(pod)) return Verdict.Fine;
        if (pod.DeletionTimestamp is not null) return Verdict.NotReady;
        return pod.Phase switch
        {
            PodPhase.Pending => IsWaitingTooLong(pod, now) ? Verdict.Waiting : Verdict.Fine,
            PodPhase.Running when IsWaitingWithError(pod) => Verdict.Waiting,
            PodPhase.Running => Age(pod, now) > ReadyGrace ? Verdict.NotReady : Verdict.Fine,

            // A controller has replaced it; what stays is a leftover to be cleared away, not a fault.
            PodPhase.Failed => pod.OwnerKind is null ? Verdict.NotReady : Verdict.Fine,
            _ => Verdict.NotReady,
        };
    }

    /// <summary>The last words about it, with how its container ended where that is known.</summary>
    public static string Cause(K8sPod pod, EventIndex warnings)
    {
        var parts = new List<string>();
        if (pod.Reason is not null) parts.Add(pod.ProblemContainer is { } container ? $"{pod.Reason} ({container})" : pod.Reason);
        if (!string.IsNullOrWhiteSpace(pod.Message)) parts.Add(pod.Message.Trim());

        // BackOff and Failed only repeat what the container's state says.
        if (warnings.Newest("Pod", pod.Namespace, pod.Name, "BackOff", "Failed", "FailedScheduling") is { } e && !string.Equals(e.Message, pod.Message, StringComparison.Ordinal))
        {
            parts.Add($"{e.Reason}: {e.Message}");
        }

        return string.Join(": ", parts);
    }

    private static bool IsWaitingTooLong(K8sPod pod, DateTimeOffset now)
    {
        if (pod.Reason is "SchedulingGated") return false;
        if (IsWaitingWithError(pod)) return true;
        return Age(pod, now) > (pod.Node is null ? ScheduleGrace : CreateGrace);
    }

    /// <summary>A container's waiting reason that does not pass by itself: an image, a config map, a secret.</summary>
    private static bool IsWaitingWithError(K8sPod pod) => pod.ProblemContainer is not null && pod.Reason is
        "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" or "ImageInspectError" or "RegistryUnavailable" or "SignatureValidationFailed"
        or "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "PreCreateHookError" or "PreStartHookError" or "PostStartHookError";

    /// <summary>A job's pod that ended is the job's to tell of.</summary>
    private static bool IsLeftByJob(K8sPod pod) => pod is { OwnerKind: "Job", Phase: PodPhase.Failed };

    private static TimeSpan Age(K8sPod pod, DateTimeOffset now) => pod.CreatedAt is { } created ? now - created : TimeSpan.MaxValue;
}
