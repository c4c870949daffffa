using System.Globalization;
using K8sOps.Kube.Wire;

namespace K8sOps.Kube;

/// <summary>
/// A pod's STATUS, READY and RESTARTS as kubectl prints them. kubectl gets them from the API server's table printer, which weighs
/// phase, conditions and every container's state; this follows the same order of precedence, so that both say the same word.
/// </summary>
internal readonly record struct PodStatusText(string Status, int ReadyContainers, int TotalContainers, int Restarts, DateTimeOffset? LastRestartAt)
{
    /// <summary>The reason that the node controller gives the pods of a node that it lost.</summary>
    private const string NodeLost = "NodeLost";

    public static PodStatusText Of(PodWire pod)
    {
        var status = string.IsNullOrEmpty(pod.Status.Reason) ? pod.Status.Phase ?? "Unknown" : pod.Status.Reason;
        if (Condition(pod, "PodScheduled") is { Reason: "SchedulingGated" }) status = "SchedulingGated";

        var total = pod.Spec.Containers?.Length ?? 0;
        foreach (var init in pod.Spec.InitContainers ?? [])
        {
            if (init.IsSidecar) total++;
        }

        var inits = ReadInits(pod, ref status);
        var tally = inits;
        if (!inits.Initializing || IsTrue(pod, "Initialized")) tally = ReadContainers(pod, inits, ref status);

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            if (pod.Status.Reason == NodeLost) status = "Unknown";
            else if (pod.Status.Phase is not ("Succeeded" or "Failed")) status = "Terminating";
        }

        return new PodStatusText(status, tally.Ready, total, tally.Restarts, tally.LastRestartAt);
    }

    public static ConditionWire? Condition(PodWire pod, string type)
    {
        foreach (var condition in pod.Status.Conditions ?? [])
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    public static bool IsTrue(PodWire pod, string type) => Condition(pod, type) is { Status: "True" };

    public static bool IsSidecar(PodWire pod, string container)
    {
        foreach (var init in pod.Spec.InitContainers ?? [])
        {
            if (init.Name == container) return init.IsSidecar;
        }

        return false;
    }

    private static Tally ReadInits(PodWire pod, ref string status)
    {
        var tally = default(Tally);
        var all = pod.Status.InitContainerStatuses ?? [];
        for (var i = 0; i < all.Length; i++)
        {
            var container = all[i];
            tally.Restarts += container.RestartCount;
            tally.LastRestartAt = Later(tally.LastRestartAt, container);
            var sidecar = IsSidecar(pod, container.Name);
            if (sidecar)
            {
                tally.SidecarRestarts += container.RestartCount;
                tally.SidecarLastRestartAt = Later(tally.SidecarLastRestartAt, container);
            }

            var ended = container.State?.Terminated;
            if (ended is { ExitCode: 0 }) continue;
            if (sidecar && container.Started == true)
            {
                if (container.Ready) tally.Ready++;
                continue;
            }

            status = "Init:" + (ended is not null
                ? EndingOf(ended)
                : container.State?.Waiting is { Reason: { Length: > 0 } reason } && reason != "PodInitializing"
                    ? reason
                    : string.Create(CultureInfo.InvariantCulture, $"{i}/{pod.Spec.InitContainers?.Length ?? 0}"));
            tally.Initializing = true;
            break;
        }

        return tally;
    }

    private static Tally ReadContainers(PodWire pod, Tally inits, ref string status)
    {
        // Once the pod is initialized only the init containers that still run count, as they do for READY.
        var tally = inits with { Restarts = inits.SidecarRestarts, LastRestartAt = inits.SidecarLastRestartAt };
        var running = false;

        // From the last to the first: the first container that has something to say wins.
        var all = pod.Status.ContainerStatuses ?? [];
        for (var i = all.Length - 1; i >= 0; i--)
        {
            var container = all[i];
            tally.Restarts += container.RestartCount;
            tally.LastRestartAt = Later(tally.LastRestartAt, container);
            if (container.State?.Waiting is { Reason: { Length: > 0 } reason })
            {
                status = reason;
            }
            else if (container.State?.Terminated is { } ended)
            {
                status = EndingOf(ended);
            }
            else if (container.Ready && container.State?.Running is not null)
            {
                running = true;
                tally.Ready++;
            }
        }

        if (status == "Completed" && running) status = IsTrue(pod, "Ready") ? "Running" : "NotReady";
        return tally;
    }

    private static string EndingOf(TerminatedWire ended)
    {
        if (!string.IsNullOrEmpty(ended.Reason)) return ended.Reason;
        return ended.Signal != 0
            ? string.Create(CultureInfo.InvariantCulture, $"Signal:{ended.Signal}")
            : string.Create(CultureInfo.InvariantCulture, $"ExitCode:{ended.ExitCode}");
    }

    private static DateTimeOffset? Later(DateTimeOffset? known, ContainerStatusWire container)
        => container.LastState?.Terminated?.FinishedAt is { } at && (known is null || at > known) ? at : known;

    private record struct Tally
    {
        public int Ready;
        public int Restarts;
        public DateTimeOffset? LastRestartAt;
        public int SidecarRestarts;
        public DateTimeOffset? SidecarLastRestartAt;
        public bool Initializing;
    }
}
