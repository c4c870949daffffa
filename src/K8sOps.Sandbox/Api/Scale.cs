using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The <c>scale</c> subresource: how many replicas, of whatever kind.</summary>
internal static class Scale
{
    public static JsonObject Of(StoredObject item)
    {
        var metadata = new JsonObject();
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"]) metadata[field] = item.Body["metadata"]?[field]?.DeepClone();
        var selector = item.Body["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [];
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = JsonPaths.Whole(item.Body["spec"]?["replicas"]) ?? 0 },
            ["status"] = new JsonObject { ["replicas"] = JsonPaths.Whole(item.Body["status"]?["replicas"]) ?? 0, ["selector"] = string.Join(',', selector.Select(static label => $"{label.Key}={label.Value}")) },
        };
    }

    /// <summary>The object with the replicas of a scale.</summary>
    public static JsonObject Apply(StoredObject item, JsonObject scale)
    {
        var body = WorldStore.Copy(item.Body);
        body.Child("spec")["replicas"] = scale["spec"]?["replicas"]?.DeepClone() ?? 0;
        if (scale["metadata"]?["resourceVersion"] is { } version) body["metadata"]!["resourceVersion"] = version.DeepClone();
        return body;
    }
}
