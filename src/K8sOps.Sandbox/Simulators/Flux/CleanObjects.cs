using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// Objects that are known to be as they were applied, since nobody has touched them: a dry run would say so too, and is spared. An idle
/// world reconciles all day.
/// </summary>
internal sealed class CleanObjects
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), JsonObject> _applied = [];

    /// <summary>Whether an object is still as this manifest has it.</summary>
    public bool Has(KubeResource resource, JsonObject manifest) =>
        _applied.TryGetValue(Key(resource, manifest), out var known) && (ReferenceEquals(known, manifest) || JsonNode.DeepEquals(known, manifest));

    public void Note(KubeResource resource, JsonObject manifest) => _applied[Key(resource, manifest)] = manifest;

    /// <summary>Forgets an object that has changed in anything but its status.</summary>
    public void Changed(KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (_applied.Count == 0) return;
        var key = Key(resource, (after ?? before)!);
        if (_applied.ContainsKey(key) && !IsSame(before, after)) _applied.Remove(key);
    }

    private static (string Kind, string Namespace, string Name) Key(KubeResource resource, JsonObject item) =>
        (resource.Kind, resource.IsNamespaced ? item.Namespace() ?? "" : "", item.Name());

    private static bool IsSame(JsonObject? before, JsonObject? after)
    {
        if (before is null || after is null || before.Count != after.Count) return false;
        foreach (var (key, value) in before)
        {
            if (key == "status") continue;
            if (key == "metadata" ? !IsSameMetadata(value as JsonObject, after[key] as JsonObject) : !JsonNode.DeepEquals(value, after[key])) return false;
        }

        return true;
    }

    private static bool IsSameMetadata(JsonObject? before, JsonObject? after)
    {
        if (before is null || after is null || before.Count != after.Count) return false;
        return before.All(pair => pair.Key == "resourceVersion" || JsonNode.DeepEquals(pair.Value, after[pair.Key]));
    }
}
