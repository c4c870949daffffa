using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Creating and changing.</content>
internal sealed partial class WorldStore
{
    /// <inheritdoc/>
    public JsonObject Create(KubeResource resource, JsonObject body)
    {
        var kind = Kinds.Of(resource);
        body = Prepare(kind, Copy(body));
        var ns = (string?)body["metadata"]!["namespace"];
        var name = (string)body["metadata"]!["name"]!;
        if (Collection(kind).Get(ns, name) is not null) throw ApiException.AlreadyExists(kind, name);
        return Copy(Put(kind, body, null).Body);
    }

    /// <inheritdoc/>
    public JsonObject? Update(KubeResource resource, string? ns, string name, Action<JsonObject> change)
    {
        var kind = Kinds.Of(resource);
        if (Collection(kind).Get(ns, name) is not { } before) return null;
        var body = Copy(before.Body);
        change(body);
        return Copy(Change(before, body, status: false)?.Body ?? before.Body);
    }

    /// <inheritdoc/>
    public JsonObject? UpdateStatus(KubeResource resource, string? ns, string name, Action<JsonObject> change)
    {
        var kind = Kinds.Of(resource);
        if (Collection(kind).Get(ns, name) is not { } before) return null;
        var body = Copy(before.Body);
        change(body);
        return Copy(Change(before, body, status: true)?.Body ?? before.Body);
    }

    /// <summary>Stores what <see cref="Prepare"/> made.</summary>
    public StoredObject Add(ServedKind kind, JsonObject prepared) => Put(kind, prepared, null);

    /// <summary>What creating would store, without its resourceVersion: metadata made, fields in order.</summary>
    public JsonObject Prepare(ServedKind kind, JsonObject body)
    {
        var metadata = body.Child("metadata");
        if (string.IsNullOrEmpty((string?)metadata["name"]) && (string?)metadata["generateName"] is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + NameSuffix();
        }

        if (!kind.Resource.IsNamespaced) metadata.Remove("namespace");
        metadata["uid"] ??= _seed.Uid();
        metadata["creationTimestamp"] ??= Stamp(Now);
        metadata.Remove("resourceVersion");
        if (kind.HasGeneration) metadata["generation"] = 1L;
        else metadata.Remove("generation");
        if (kind.Resource == KubeResources.Namespaces) PrepareNamespace(body, (string)metadata["name"]!);
        if (kind.Resource.Plural == "customresourcedefinitions") CustomDefinition.Complete(body, Stamp(Now));
        return Ordered(kind, body);
    }

    /// <summary>
    /// Stores a changed object: what a writer may not change is put back, a changed spec raises the generation, and an object that waits
    /// for its deletion goes when its last finalizer does.
    /// </summary>
    /// <param name="before">The object as it is.</param>
    /// <param name="body">The object as it shall be.</param>
    /// <param name="status">True for a write to the status subresource, which leaves the rest alone, as the other leaves the status alone.</param>
    /// <returns>The object as stored; null when it is gone, or when nothing changed.</returns>
    public StoredObject? Change(StoredObject before, JsonObject body, bool status)
    {
        if (status && before.Kind.HasStatus && JsonNode.DeepEquals(body["status"], before.Body["status"]) && JsonNode.DeepEquals(body["metadata"]?["managedFields"], before.Body["metadata"]?["managedFields"])) return null;
        var next = Merged(before, body, status);
        if (!(status && before.Kind.HasStatus) && JsonNode.DeepEquals(next, before.Body)) return null;
        if (IsDeleted(next) && !HasFinalizers(next) && HasFinalizers(before.Body) && next["metadata"]!["deletionGracePeriodSeconds"]?.ToString() is null or "0")
        {
            RemoveNow(Collection(before.Kind).Get(before.Namespace, before.Name)!);
            return null;
        }

        return Put(before.Kind, next, before);
    }

    /// <summary>What a write would store.</summary>
    public JsonObject Merged(StoredObject before, JsonObject body, bool status)
    {
        var kind = before.Kind;
        var old = before.Body;
        if (status && kind.HasStatus)
        {
            var written = body["status"];
            var fields = body["metadata"]?["managedFields"];
            (body["metadata"] as JsonObject)?.Remove("managedFields");
            body.Remove("status");
            var result = new JsonObject();
            foreach (var (key, value) in old)
            {
                if (key != "status") result[key] = value?.DeepClone();
            }

            if (written is not null) result["status"] = written;
            if (fields is null) result["metadata"]!.AsObject().Remove("managedFields");
            else result["metadata"]!["managedFields"] = fields;
            return result;
        }

        var metadata = body.Child("metadata");
        var was = old["metadata"]!;
        foreach (var fixedField in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "resourceVersion", "generation", "generateName", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            if (was[fixedField] is { } value) metadata[fixedField] = value.DeepClone();
            else metadata.Remove(fixedField);
        }

        if (kind.HasStatus)
        {
            if (old["status"] is { } value) body["status"] = value.DeepClone();
            else body.Remove("status");
        }

        if (kind.Resource.Plural == "customresourcedefinitions") CustomDefinition.Complete(body, Stamp(Now));
        body = Ordered(kind, body);
        if (kind.HasGeneration && !SameDesire(old, body)) metadata["generation"] = (JsonPaths.Whole(was["generation"]) ?? 0) + 1;
        return body;
    }

    /// <summary>apiVersion, kind and metadata first: people read it so, and lists cut the first two off.</summary>
    private static JsonObject Ordered(ServedKind kind, JsonObject body)
    {
        var ordered = new JsonObject { ["apiVersion"] = kind.Resource.ApiVersion, ["kind"] = kind.Resource.Kind };
        var parts = body.ToArray();
        body.Clear();
        foreach (var first in (ReadOnlySpan<string>)["metadata", "spec"])
        {
            foreach (var (key, value) in parts)
            {
                if (key == first) ordered[key] = value;
            }
        }

        foreach (var (key, value) in parts)
        {
            if (key is not ("apiVersion" or "kind" or "metadata" or "spec")) ordered[key] = value;
        }

        return ordered;
    }

    private static bool SameDesire(JsonObject before, JsonObject after)
    {
        foreach (var key in before.Select(static pair => pair.Key).Union(after.Select(static pair => pair.Key)))
        {
            if (key is not ("metadata" or "status") && !JsonNode.DeepEquals(before[key], after[key])) return false;
        }

        return true;
    }

    private static void PrepareNamespace(JsonObject body, string name)
    {
        body["metadata"]!.AsObject().Child("labels")["kubernetes.io/metadata.name"] = name;
        body.Child("spec")["finalizers"] ??= new JsonArray("kubernetes");
        body.Child("status")["phase"] ??= "Active";
    }
}
