using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>JSON merge patch (RFC 7386).</summary>
internal static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (value is null) target.Remove(key);
            else if (value is JsonObject part) target[key] = Apply(target[key] as JsonObject is { } old ? (JsonObject)old.DeepClone() : [], part);
            else target[key] = value.DeepClone();
        }

        return target;
    }
}
