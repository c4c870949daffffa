using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The columns of <c>kubectl get pods</c>; STATUS is worked out as Kubernetes' printer does it.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<PrintedColumn> All { get; } =
    [
        new("Name", (o, _) => Cell.Text(o, "metadata", "name")),
        new("Ready", (o, _) => Ready(o)),
        new("Status", (o, _) => Status(o)),
        new("Restarts", (o, now) => Restarts(o, now)),
        new("Age", (o, now) => Cell.Age(o, now, "metadata", "creationTimestamp")),
        new("IP", (o, _) => Cell.Text(o, "status", "podIP") ?? "<none>", Wide: true),
        new("Node", (o, _) => Cell.Text(o, "spec", "nodeName") ?? "<none>", Wide: true),
        new("Nominated Node", (o, _) => Cell.Text(o, "status", "nominatedNodeName") ?? "<none>", Wide: true),
        new("Readiness Gates", (_, _) => "<none>", Wide: true),
    ];

    private static string Ready(JsonObject pod)
        => string.Create(CultureInfo.InvariantCulture, $"{Cell.Array(pod, "status", "containerStatuses").Count(IsReady)}/{Cell.Array(pod, "spec", "containers").Count}");

    private static bool IsReady(JsonObject status) => Cell.Text(status, "ready") == "true";

    private static string Restarts(JsonObject pod, DateTimeOffset now)
    {
        var statuses = Cell.Array(pod, "status", "containerStatuses");
        var count = statuses.Sum(s => Cell.Number(s, "restartCount") ?? 0);
        var last = statuses.Select(s => Cell.Time(s, "lastState", "terminated", "finishedAt")).Max();
        return count > 0 && last is not null ? string.Create(CultureInfo.InvariantCulture, $"{count} ({Cell.AgeOf(last, now)} ago)") : count.ToString(CultureInfo.InvariantCulture);
    }

    private static string Status(JsonObject pod)
    {
        var text = Cell.Text(pod, "status", "reason") is { Length: > 0 } reason ? reason : Cell.Text(pod, "status", "phase") ?? "Unknown";
        var init = InitStatus(pod);
        if (init is not null) text = init;
        else text = ContainerStatus(pod, text);
        if (Cell.Text(pod, "metadata", "deletionTimestamp") is null) return text;
        if (Cell.Text(pod, "status", "reason") == "NodeLost") return "Unknown";
        return Cell.Text(pod, "status", "phase") is "Succeeded" or "Failed" ? text : "Terminating";
    }

    private static string? InitStatus(JsonObject pod)
    {
        var containers = Cell.Array(pod, "spec", "initContainers");
        var statuses = Cell.Array(pod, "status", "initContainerStatuses");
        for (var i = 0; i < statuses.Count; i++)
        {
            var status = statuses[i];
            var sidecar = i < containers.Count && Cell.Text(containers[i], "restartPolicy") == "Always";
            if (Cell.Number(status, "state", "terminated", "exitCode") == 0) continue;
            if (sidecar && Cell.Text(status, "started") == "true") continue;
            if (Cell.Object(status, "state", "terminated") is { } ended)
            {
                return "Init:" + (Cell.Text(ended, "reason") is { Length: > 0 } why ? why : Cell.Number(ended, "signal") is > 0 and var signal ? $"Signal:{signal}" : $"ExitCode:{Cell.Number(ended, "exitCode")}");
            }

            return Cell.Text(status, "state", "waiting", "reason") is { Length: > 0 } waiting and not "PodInitializing"
                ? "Init:" + waiting
                : string.Create(CultureInfo.InvariantCulture, $"Init:{i}/{containers.Count}");
        }

        return null;
    }

    private static string ContainerStatus(JsonObject pod, string text)
    {
        var running = false;
        foreach (var status in Cell.Array(pod, "status", "containerStatuses").Reverse())
        {
            if (Cell.Text(status, "state", "waiting", "reason") is { Length: > 0 } waiting) text = waiting;
            else if (Cell.Object(status, "state", "terminated") is { } ended)
            {
                text = Cell.Text(ended, "reason") is { Length: > 0 } why ? why : Cell.Number(ended, "signal") is > 0 and var signal ? $"Signal:{signal}" : $"ExitCode:{Cell.Number(ended, "exitCode")}";
            }
            else if (IsReady(status) && Cell.Object(status, "state", "running") is not null) running = true;
        }

        if (text != "Completed" || !running) return text;
        var ready = Cell.Array(pod, "status", "conditions").Any(c => Cell.Text(c, "type") == "Ready" && Cell.Text(c, "status") == "True");
        return ready ? "Running" : "NotReady";
    }
}
