using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>
/// What differs between two states of an object, field by field. What the server keeps for itself (<c>status</c>,
/// <c>managedFields</c>, <c>resourceVersion</c> …) is left out, and of a Secret no value is told.
/// </summary>
public static class ObjectDiff
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = Kubernetes.KubeJson.Object.Options.TypeInfoResolver };
    private static readonly string[] s_ofServer = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>The fields that differ, in the order of the object; null stands for an object that is not there.</summary>
    public static IReadOnlyList<ObjectChange> Compare(JsonObject? before, JsonObject? after)
    {
        var changes = new List<ObjectChange>();
        var isSecret = SecretText.IsSecret(before) || SecretText.IsSecret(after);
        Compare(FieldPath.Root, before, after, (path, b, a) => changes.Add(isSecret && SecretText.IsKept(path)
            ? new ObjectChange(path, b is null ? null : SecretText.Redacted, a is null ? null : SecretText.Redacted)
            : new ObjectChange(path, Text(b), Text(a))));
        return changes;
    }

    private static void Compare(FieldPath path, JsonNode? before, JsonNode? after, Action<FieldPath, JsonNode?, JsonNode?> differs)
    {
        if (JsonNode.DeepEquals(before, after)) return;
        if (before is JsonObject or null && after is JsonObject or null)
        {
            CompareMaps(path, before?.AsObject(), after?.AsObject(), differs);
        }
        else if (before is JsonArray or null && after is JsonArray or null)
        {
            CompareLists(path, before?.AsArray(), after?.AsArray(), differs);
        }
        else
        {
            differs(path, before, after);
        }
    }

    private static void CompareMaps(FieldPath path, JsonObject? before, JsonObject? after, Action<FieldPath, JsonNode?, JsonNode?> differs)
    {
        // An empty map that comes or goes has no field to name.
        if ((before?.Count ?? 0) + (after?.Count ?? 0) == 0)
        {
            differs(path, before, after);
            return;
        }

        foreach (var name in (before ?? []).Select(p => p.Key).Union((after ?? []).Select(p => p.Key), StringComparer.Ordinal))
        {
            if (path.Steps.Count == 0 && name == "status") continue;
            if (path.Steps.Count == 1 && path.IsUnder("metadata") && s_ofServer.Contains(name)) continue;
            Compare(path.Field(name), before?[name], after?[name], differs);
        }
    }

    private static void CompareLists(FieldPath path, JsonArray? before, JsonArray? after, Action<FieldPath, JsonNode?, JsonNode?> differs)
    {
        if (ListKeys.Of(before, after) is { } keys)
        {
            var was = (before ?? []).Select(e => e!.AsObject()).ToDictionary(e => ListKeys.IdentityOf(e, keys), StringComparer.Ordinal);
            var now = (after ?? []).Select(e => e!.AsObject()).ToDictionary(e => ListKeys.IdentityOf(e, keys), StringComparer.Ordinal);
            var ids = was.Keys.Union(now.Keys, StringComparer.Ordinal).ToList();
            foreach (var id in ids) Compare(path.ElementBy(keys, was.GetValueOrDefault(id) ?? now[id]), was.GetValueOrDefault(id), now.GetValueOrDefault(id), differs);

            // The same elements in another order: init containers run in theirs.
            var sameElements = was.Count == now.Count && ids.Count == was.Count;
            if (sameElements && !was.Keys.SequenceEqual(now.Keys, StringComparer.Ordinal)) differs(path, Order(before!, keys), Order(after!, keys));
        }
        else if (before is not null && before.Count == after?.Count && before.Concat(after).All(e => e is JsonObject))
        {
            for (var i = 0; i < before.Count; i++) Compare(path.ElementAt(i), before[i], after[i], differs);
        }
        else
        {
            differs(path, before, after);
        }
    }

    private static JsonArray Order(JsonArray list, string[] keys) => [.. list.Select(e => e![keys[0]]!.DeepClone())];

    private static string? Text(JsonNode? value) => value?.ToJsonString(s_readable);
}
