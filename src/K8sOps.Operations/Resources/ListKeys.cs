using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>
/// What tells the elements of a list apart, so that a change of one is not shown as a change of all that stand behind it. Kubernetes'
/// schemas say it for built-in kinds (<c>x-kubernetes-list-map-keys</c>); the same few names serve custom ones, and are only taken
/// where every element has them and no two agree.
/// </summary>
internal static class ListKeys
{
    private static readonly string[][] s_candidates =
    [
        ["name"], ["containerPort", "protocol"], ["port", "protocol"], ["mountPath"], ["devicePath"], ["ip"], ["type"], ["topologyKey", "whenUnsatisfiable"], ["uid"], ["key"], ["id"],
    ];

    /// <summary>The keys for two states of one list, or null when it has none.</summary>
    public static string[]? Of(JsonArray? before, JsonArray? after)
        => (before?.Count ?? 0) + (after?.Count ?? 0) == 0 ? null : Array.Find(s_candidates, keys => Tell(before, keys) && Tell(after, keys));

    /// <summary>An element's place among the others, by its keys.</summary>
    public static string IdentityOf(JsonObject element, string[] keys) => string.Join('\n', keys.Select(k => element[k]?.ToJsonString()));

    private static bool Tell(JsonArray? list, string[] keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return (list ?? []).All(e => e is JsonObject element
            && keys.All(k => element[k] is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number)
            && seen.Add(IdentityOf(element, keys)));
    }
}
