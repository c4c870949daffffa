using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>A pod's status as its kubelet writes it: phase, conditions, addresses, containers.</summary>
internal static class PodStatus
{
    public static void Write(
        JsonObject pod,
        DateTimeOffset now,
        DateTimeOffset begun,
        string hostAddress,
        string? address,
        bool hasSandbox,
        string restartPolicy,
        IReadOnlyList<ContainerRun> inits,
        IReadOnlyList<ContainerRun> containers)
    {
        var status = pod.Child("status");
        var phase = Phase(restartPolicy, hasSandbox, inits, containers);
        status["phase"] = phase;
        status["qosClass"] ??= PodResources.QualityOfService(pod);
        status["hostIP"] = hostAddress;
        status["hostIPs"] = new JsonArray(new JsonObject { ["ip"] = hostAddress });
        status["startTime"] ??= Fields.Stamp(begun);
        if (address is not null)
        {
            status["podIP"] = address;
            status["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address });
        }

        if (inits.Count > 0) status["initContainerStatuses"] = new JsonArray([.. inits.Select(static run => run.ToStatus())]);
        status["containerStatuses"] = new JsonArray([.. containers.Select(static run => run.ToStatus())]);
        WriteConditions(status, now, phase, hasSandbox, inits, containers);
    }

    private static string Phase(string restartPolicy, bool hasSandbox, IReadOnlyList<ContainerRun> inits, IReadOnlyList<ContainerRun> containers)
    {
        if (restartPolicy == "Never" && inits.Any(static run => !run.IsSidecar && run.Terminated is not null && run.ExitCode != 0)) return "Failed";
        if (!hasSandbox || containers.Any(static run => !run.HasStarted)) return "Pending";
        var isOver = restartPolicy != "Always" && containers.All(run => run.Terminated is not null && (restartPolicy == "Never" || run.ExitCode == 0));
        if (!isOver) return "Running";
        return containers.All(static run => run.ExitCode == 0) ? "Succeeded" : "Failed";
    }

    private static void WriteConditions(JsonObject status, DateTimeOffset now, string phase, bool hasSandbox, IReadOnlyList<ContainerRun> inits, IReadOnlyList<ContainerRun> containers)
    {
        Fields.SetCondition(status, now, "PodReadyToStartContainers", hasSandbox && phase is not ("Succeeded" or "Failed") ? "True" : "False");
        var waiting = inits.Where(static run => !run.IsInitDone).Select(static run => run.Name).ToList();
        if (waiting.Count == 0) Fields.SetCondition(status, now, "Initialized", "True", phase == "Succeeded" ? "PodCompleted" : null);
        else Fields.SetCondition(status, now, "Initialized", "False", "ContainersNotInitialized", $"containers with incomplete status: [{string.Join(' ', waiting)}]");

        var unready = containers.Where(static run => !run.IsReady).Select(static run => run.Name).ToList();
        var (value, reason, message) = phase switch
        {
            "Succeeded" => ("False", "PodCompleted", null),
            "Failed" => ("False", "PodFailed", null),
            _ when unready.Count == 0 => ("True", null, (string?)null),
            _ => ("False", "ContainersNotReady", $"containers with unready status: [{string.Join(' ', unready)}]"),
        };
        Fields.SetCondition(status, now, "Ready", value, reason, message);
        Fields.SetCondition(status, now, "ContainersReady", value, reason, message);
        Fields.SetCondition(status, now, "PodScheduled", "True");
    }
}
