using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>
/// The same writes for the world's own controllers, which keep to the rules and do not change what they are handed: nothing is copied
/// that is not changed.
/// </content>
internal sealed partial class WorldStore
{
    /// <summary>Stores a new object; the body becomes the store's.</summary>
    /// <param name="resource">Its kind.</param>
    /// <param name="body">The object.</param>
    /// <param name="applied">What Flux applied of it, if it is Flux's.</param>
    public JsonObject CreateOwn(KubeResource resource, JsonObject body, JsonObject? applied = null)
    {
        var kind = Kinds.Of(resource);
        FillIn(kind, body);
        body = Prepare(kind, body);
        var name = (string)body["metadata"]!["name"]!;
        if (Collection(kind).Get((string?)body["metadata"]!["namespace"], name) is not null) throw ApiException.AlreadyExists(kind, name);
        return Put(kind, body, null, applied).Body;
    }

    /// <summary>
    /// What a world's manifests leave open is filled in as for anybody else, but for the templates of pods: those stay as they were written,
    /// since ReplicaSets are named after them; pods have their defaults when they are made.
    /// </summary>
    private static void FillIn(ServedKind kind, JsonObject body)
    {
        if (kind.IsCustom) SchemaDefaults.Fill(body, kind.Schema);
        if (kind.IsCustom) SchemaDefaults.Fill(body, kind.Schema);
        if (kind.IsCustom || kind.Resource == KubeResources.Pods || kind.Resource == KubeResources.Jobs || body["spec"] is not JsonObject spec) return;
        var template = spec["template"];
        spec.Remove("template");
        BuiltInDefaults.Fill(kind, body);
        if (template is not null) spec["template"] = template;
    }

    /// <summary>As <see cref="Update"/>; what is handed out is not to be changed.</summary>
    public JsonObject? UpdateOwn(KubeResource resource, string? ns, string name, Action<JsonObject> change)
    {
        if (Collection(Kinds.Of(resource)).Get(ns, name) is not { } before) return null;
        var body = Copy(before.Body);
        change(body);
        return Change(before, body, status: false)?.Body ?? before.Body;
    }

    /// <summary>As <see cref="UpdateStatus"/>, by a change that touches nothing else; what is handed out is not to be changed.</summary>
    public JsonObject? UpdateStatusOwn(KubeResource resource, string? ns, string name, Action<JsonObject> change)
    {
        var kind = Kinds.Of(resource);
        if (Collection(kind).Get(ns, name) is not { } before) return null;
        var body = Copy(before.Body);
        change(body);
        if (!kind.HasStatus) return Change(before, body, status: true)?.Body ?? before.Body;
        return JsonNode.DeepEquals(body["status"], before.Body["status"]) ? before.Body : Put(kind, body, before).Body;
    }

    /// <summary>An object as it is stored; not to be changed.</summary>
    public JsonObject? Stored(KubeResource resource, string? ns, string name) => Collection(Kinds.Of(resource)).Get(ns, name)?.Body;
}
