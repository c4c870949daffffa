using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The <c>scale</c> subresource: how many replicas, of whatever kind. A custom resource's definition says where they stand.</summary>
internal static class Scale
{
    public static JsonObject Of(StoredObject item) => Of(item.Kind, item.Body);

    public static JsonObject Of(ServedKind kind, JsonObject body)
    {
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"]) metadata[field] = body["metadata"]?[field]?.DeepClone();
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = JsonPaths.Whole(JsonPaths.Get(body, SpecPath(kind))) ?? 0 },
            ["status"] = new JsonObject { ["replicas"] = JsonPaths.Whole(JsonPaths.Get(body, Path(kind, "statusReplicasPath") ?? "status.replicas")) ?? 0, ["selector"] = SelectorOf(kind, body) },
        };
    }

    /// <summary>The object with the replicas of a scale.</summary>
    public static JsonObject Apply(StoredObject item, JsonObject scale)
    {
        var body = WorldStore.Copy(item.Body);
        Set(body, SpecPath(item.Kind), scale["spec"]?["replicas"]?.DeepClone() ?? 0);
        if (scale["metadata"]?["resourceVersion"] is { } version) body["metadata"]!["resourceVersion"] = version.DeepClone();
        return body;
    }

    /// <summary>An object with nothing but the replicas of a scale.</summary>
    public static JsonObject Only(ServedKind kind, JsonNode? replicas)
    {
        var body = new JsonObject();
        Set(body, SpecPath(kind), replicas?.DeepClone());
        return body;
    }

    private static string SpecPath(ServedKind kind) => Path(kind, "specReplicasPath") ?? "spec.replicas";

    private static string? Path(ServedKind kind, string name) => ((string?)kind.Definition?["subresources"]?["scale"]?[name])?.TrimStart('.');

    private static string SelectorOf(ServedKind kind, JsonObject body)
    {
        if (kind.IsCustom) return Path(kind, "labelSelectorPath") is { } path ? JsonPaths.Text(body, path) : "";
        var selector = body["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [];
        return string.Join(',', selector.Select(static label => $"{label.Key}={label.Value}"));
    }

    private static void Set(JsonObject body, string path, JsonNode? value)
    {
        var parts = path.Split('.');
        foreach (var part in parts.AsSpan(0, parts.Length - 1)) body = body.Child(part);
        body[parts[^1]] = value;
    }
}
