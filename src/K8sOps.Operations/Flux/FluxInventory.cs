using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>
/// What an app has applied, as its status tells (<c>status.inventory.entries</c>): each entry an id <c>namespace_name_group_kind</c> and a
/// version. Kustomizations have it, and HelmReleases of newer controllers; for the others see <see cref="HelmReleaseManifest"/>.
/// </summary>
/// <param name="Entries">The objects, in the order of the inventory.</param>
/// <param name="Unreadable">Ids that no controller would have written, as they stand.</param>
public sealed record FluxInventory(IReadOnlyList<FluxInventoryEntry> Entries, IReadOnlyList<string> Unreadable)
{
    /// <summary>The inventory in an app's status; null where the status has none.</summary>
    public static FluxInventory? Of(JsonObject live)
    {
        ArgumentNullException.ThrowIfNull(live);
        if (live.At("status", "inventory", "entries") is not JsonArray entries) return null;
        var found = new List<FluxInventoryEntry>(entries.Count);
        var unreadable = new List<string>();
        foreach (var entry in entries)
        {
            if (Parse(entry.Text("id"), entry.Text("v")) is { } read) found.Add(read);
            else unreadable.Add(entry.Text("id") ?? entry?.ToJsonString() ?? "null");
        }

        return new FluxInventory(found, unreadable);
    }

    /// <summary>
    /// Reads an id. Namespace, group and kind hold no <c>_</c>, so they are taken from the ends; what is left is the name, in which RBAC
    /// allows a <c>_</c>, and a <c>:</c> that is written <c>__</c>. Null for what is no id.
    /// </summary>
    internal static FluxInventoryEntry? Parse(string? id, string? version)
    {
        if (id is null) return null;
        var first = id.IndexOf('_', StringComparison.Ordinal);
        var last = id.LastIndexOf('_');
        if (first < 0 || last <= first) return null;
        var middle = id.LastIndexOf('_', last - 1);
        if (middle <= first) return null;
        var name = id[(first + 1)..middle].Replace("__", ":", StringComparison.Ordinal);
        var kind = id[(last + 1)..];
        if (name.Length == 0 || kind.Length == 0) return null;
        return new FluxInventoryEntry(id[(middle + 1)..last], version ?? "", kind, first == 0 ? null : id[..first], name);
    }
}
