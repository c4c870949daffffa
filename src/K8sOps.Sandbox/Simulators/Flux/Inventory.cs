using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What a Kustomization has applied, as its status lists it.</summary>
internal static class Inventory
{
    /// <summary>An entry's id: namespace, name, group and kind, joined by underscores; colons of RBAC's names are doubled underscores.</summary>
    public static string Id(KubeResource resource, JsonObject item) =>
        $"{(resource.IsNamespaced ? item.Namespace() : "")}_{item.Name().Replace(":", "__", StringComparison.Ordinal)}_{resource.Group}_{resource.Kind}";

    public static JsonObject Entry(KubeResource resource, JsonObject item) => new() { ["id"] = Id(resource, item), ["v"] = resource.Version };

    /// <summary>The ids and versions that a Kustomization's status lists.</summary>
    public static IReadOnlyList<InventoryEntry> Of(JsonObject kustomization) =>
        [.. kustomization.Objects("status", "inventory", "entries").Select(static entry => InventoryEntry.Parse(entry.Text("id") ?? "", entry.Text("v") ?? "")).OfType<InventoryEntry>()];
}
