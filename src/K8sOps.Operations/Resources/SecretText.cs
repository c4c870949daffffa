using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>Keeps what Secrets hold out of everything that is shown.</summary>
internal static class SecretText
{
    /// <summary>What stands where a secret value was.</summary>
    public const string Redacted = "(redacted)";

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Whether the object is a core/v1 Secret.</summary>
    public static bool IsSecret(JsonObject? o) => o.Text("kind") == "Secret" && o.Text("apiVersion") == "v1";

    /// <summary>Whether the field of a Secret holds, or repeats, what it keeps.</summary>
    public static bool IsKept(FieldPath path) => path.IsUnder("data") || path.IsUnder("stringData") || path.IsUnder("metadata", "annotations", LastApplied);

    /// <summary>A copy without the values; the names of the keys stay. Any other kind is returned as it is.</summary>
    public static JsonObject Without(JsonObject o)
    {
        if (!IsSecret(o)) return o;
        var copy = o.DeepClone().AsObject();
        foreach (var field in (string[])["data", "stringData"])
        {
            if (copy[field] is not JsonObject values) continue;
            foreach (var key in values.Select(v => v.Key).ToList()) values[key] = Redacted;
        }

        if (copy.At("metadata", "annotations") is JsonObject annotations && annotations.ContainsKey(LastApplied)) annotations[LastApplied] = Redacted;
        return copy;
    }

    /// <summary>Whether it is a Secret that was read without its values: applying it would destroy them.</summary>
    public static bool IsWithout(JsonObject o)
        => IsSecret(o) && ((string[])["data", "stringData"]).Any(f => o[f] is JsonObject values && values.Any(v => v.Value.Text() == Redacted));
}
