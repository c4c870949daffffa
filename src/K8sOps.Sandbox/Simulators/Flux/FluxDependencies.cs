using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What waits for what.</summary>
internal static class FluxDependencies
{
    /// <summary>A cycle among objects, as the controllers tell it: <c>ns/a -> ns/b -> ns/a</c>; null when there is none.</summary>
    public static string? Cycle(IReadOnlyList<JsonObject> items)
    {
        var edges = items.ToDictionary(static item => $"{item.Namespace()}/{item.Name()}", static item => FluxReferences.DependenciesOf(item).Select(static reference => $"{reference.Namespace}/{reference.Name}").ToList(), StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in edges.Keys)
        {
            if (Visit(name, edges, done, []) is { } cycle) return cycle;
        }

        return null;
    }

    private static string? Visit(string name, Dictionary<string, List<string>> edges, HashSet<string> done, List<string> path)
    {
        if (done.Contains(name)) return null;
        if (path.Contains(name)) return string.Join(" -> ", path.Append(name));
        path.Add(name);
        foreach (var next in edges.GetValueOrDefault(name) ?? [])
        {
            if (Visit(next, edges, done, path) is { } cycle) return cycle;
        }

        path.RemoveAt(path.Count - 1);
        done.Add(name);
        return null;
    }
}
