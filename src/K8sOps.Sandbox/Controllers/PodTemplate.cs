using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Makes pods from a workload's template, and tells templates apart by their hash.</summary>
internal static class PodTemplate
{
    public const string HashLabel = "pod-template-hash";
    private const string SafeLetters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A hash as Kubernetes writes it into names: no vowels, so that no word comes out.</summary>
    public static string Hash(JsonNode? template)
    {
        var hash = 2166136261u;
        foreach (var part in Encoding.UTF8.GetBytes(Fields.Canonical(template))) hash = (hash ^ part) * 16777619u;
        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(static digit => SafeLetters[digit % SafeLetters.Length]));
    }

    /// <summary>Whether two templates say the same, in whatever order, and whether or not they write out what is empty.</summary>
    public static bool Same(JsonObject? left, JsonObject? right) =>
        JsonNode.DeepEquals(left, right) || string.Equals(Fields.Canonical(Plain(left)), Fields.Canonical(Plain(right)), StringComparison.Ordinal);

    private static JsonNode? Plain(JsonNode? node)
    {
        if (node is JsonArray items) return items.Count == 0 ? null : new JsonArray([.. items.Select(Plain)]);
        if (node is not JsonObject fields) return node?.DeepClone();
        var plain = new JsonObject();
        foreach (var (key, value) in fields.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            // The template's hash is what tells a ReplicaSet's from its Deployment's.
            if (key != HashLabel && Plain(value) is { } said) plain[key] = said;
        }

        return plain.Count == 0 ? null : plain;
    }

    /// <summary>The owner reference of a controller to what it makes.</summary>
    public static JsonObject OwnerReference(KubeResource resource, JsonObject owner) => new()
    {
        ["apiVersion"] = resource.ApiVersion,
        ["kind"] = resource.Kind,
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>A pod of the owner's template, not yet stored; with <paramref name="name"/>, or a generated one.</summary>
    public static JsonObject NewPod(KubeResource resource, JsonObject owner, string? name = null)
    {
        var template = owner.Object("spec", "template") ?? [];
        var metadata = new JsonObject { ["namespace"] = owner.Namespace() };
        if (name is null) metadata["generateName"] = owner.Name() + "-";
        else metadata["name"] = name;
        if (template.Object("metadata", "labels") is { } labels) metadata["labels"] = labels.DeepClone();
        if (template.Object("metadata", "annotations") is { } annotations) metadata["annotations"] = annotations.DeepClone();
        metadata["ownerReferences"] = new JsonArray(OwnerReference(resource, owner));
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.Object("spec")?.DeepClone() ?? new JsonObject(),
        };
        PodDefaults.Apply(pod);
        return pod;
    }
}
