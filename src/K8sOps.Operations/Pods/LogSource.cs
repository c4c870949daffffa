using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>One log: a container of a pod, with the pod as it was when its logs were asked for.</summary>
internal sealed record LogSource(JsonObject Pod, string Namespace, string Name, string Container)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name} ({Container})";

    /// <summary>The logs of a pod that a query means.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="containers">Names or patterns; empty for the usual ones.</param>
    /// <param name="previous">Whether the last run is asked for: then the containers that had one.</param>
    public static IReadOnlyList<LogSource> Of(JsonObject pod, IReadOnlyList<NamePattern> containers, bool previous)
    {
        var (ns, name) = (pod.Text("metadata", "namespace") ?? "", pod.Text("metadata", "name") ?? "");
        return [.. Meant(pod, containers, previous).Select(c => new LogSource(pod, ns, name, c))];
    }

    private static IReadOnlyList<string> Meant(JsonObject pod, IReadOnlyList<NamePattern> containers, bool previous)
    {
        if (containers.Count > 0) return [.. PodContainers.All(pod).Where(c => containers.Any(p => p.IsMatch(c)))];
        // Until the init containers are through, the others have written nothing.
        if (PodContainers.Initialising(pod) is { } initialising) return [initialising];
        if (PodContainers.Default(pod) is { } usual) return [usual];
        var all = PodContainers.Regular(pod);
        if (!previous) return all;
        IReadOnlyList<string> restarted = [.. all.Where(c => PodContainers.HasPreviousRun(pod, c))];
        return restarted.Count > 0 ? restarted : all;
    }
}
