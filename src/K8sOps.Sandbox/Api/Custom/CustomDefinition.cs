using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>What the API server adds to a CustomResourceDefinition: names that were left out, and the status that says that it is served.</summary>
internal static class CustomDefinition
{
    /// <summary>Fills a definition in, in place.</summary>
    /// <param name="definition">The CustomResourceDefinition.</param>
    /// <param name="now">When it came to be so.</param>
    public static void Complete(JsonObject definition, string now)
    {
        if (definition["spec"] is not JsonObject spec || spec["names"] is not JsonObject names) return;
        var kind = (string?)names["kind"] ?? "";
        names["listKind"] ??= kind + "List";
        names["singular"] ??= kind.ToLowerInvariant();
        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
        var status = definition.Child("status");
        status["acceptedNames"] = names.DeepClone();
        var storage = (spec["versions"] as JsonArray ?? []).FirstOrDefault(static version => (bool?)version?["storage"] == true)?["name"];
        var stored = status["storedVersions"] as JsonArray ?? [];
        if (storage is not null && !stored.Any(version => (string?)version == (string?)storage)) stored.Add(storage.DeepClone());
        if (stored.Parent is null) status["storedVersions"] = stored;
        if (status["conditions"] is JsonArray { Count: > 0 }) return;
        status["conditions"] = new JsonArray(
            Condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
            Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now));
    }

    private static JsonObject Condition(string type, string reason, string message, string now) =>
        new() { ["type"] = type, ["status"] = "True", ["reason"] = reason, ["message"] = message, ["lastTransitionTime"] = now };
}
