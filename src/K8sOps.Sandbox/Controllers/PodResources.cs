using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>What a pod asks of a node.</summary>
internal static class PodResources
{
    /// <summary>CPU in cores and memory in bytes that the scheduler counts: the containers' sum, or an init container's if that is more.</summary>
    public static (double Cpu, double Memory) Requests(JsonObject pod)
    {
        double cpu = 0, memory = 0;
        foreach (var container in pod.Objects("spec", "containers"))
        {
            cpu += Request(container, "cpu");
            memory += Request(container, "memory");
        }

        foreach (var container in pod.Objects("spec", "initContainers"))
        {
            cpu = Math.Max(cpu, Request(container, "cpu"));
            memory = Math.Max(memory, Request(container, "memory"));
        }

        return (cpu, memory);
    }

    public static string QualityOfService(JsonObject pod)
    {
        var containers = pod.Objects("spec", "containers").Concat(pod.Objects("spec", "initContainers")).ToList();
        if (containers.All(container => !Has(container, "requests") && !Has(container, "limits"))) return "BestEffort";
        var guaranteed = containers.All(container => new[] { "cpu", "memory" }.All(name =>
            container.Text("resources", "limits", name) is { } limit && (container.Text("resources", "requests", name) ?? limit) == limit));
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static bool Has(JsonObject container, string part) => container.Object("resources", part) is { Count: > 0 };

    // A container that has only a limit requests that much.
    private static double Request(JsonObject container, string name) =>
        Quantity.Parse(Value(container.At("resources", "requests", name)) ?? Value(container.At("resources", "limits", name)));

    private static string? Value(JsonNode? node) => node is JsonValue ? node.ToString() : null;
}
