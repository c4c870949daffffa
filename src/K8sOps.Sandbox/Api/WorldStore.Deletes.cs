using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Deleting: grace, finalizers, dependents, namespaces.</content>
internal sealed partial class WorldStore
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <inheritdoc/>
    public void Delete(KubeResource resource, string? ns, string name, string propagation = "Background")
    {
        if (Collection(Kinds.Of(resource)).Get(ns, name) is { } item) Delete(item, propagation, null);
    }

    /// <inheritdoc/>
    public void Remove(KubeResource resource, string? ns, string name)
    {
        if (Collection(Kinds.Of(resource)).Get(ns, name) is { } item) RemoveNow(item);
    }

    /// <summary>Deletes as the API server does; returns the object as it stays for the time being, null when it is gone.</summary>
    public StoredObject? Delete(StoredObject item, string propagation, int? graceSeconds)
    {
        var grace = GraceOf(item, graceSeconds);
        var body = Copy(item.Body);
        var metadata = body["metadata"]!.AsObject();
        var finalizers = metadata["finalizers"] as JsonArray ?? [];
        var hadTo = HasFinalizers(item.Body);
        if (!IsDeleted(item.Body))
        {
            if (propagation == "Foreground" && Blocking(item.Uid).Any()) AddFinalizer(metadata, finalizers, Foreground);
            if (propagation == "Orphan") OrphanDependents(item);
        }

        var isNamespace = item.Kind.Resource == KubeResources.Namespaces;
        var waits = grace > 0 || HasFinalizers(body) || isNamespace;
        if (!waits || (hadTo is false && graceSeconds == 0 && !HasFinalizers(body) && !isNamespace))
        {
            RemoveNow(item);
            return null;
        }

        if (!IsDeleted(item.Body) || (grace < (JsonPaths.Whole(metadata["deletionGracePeriodSeconds"]) ?? 0)))
        {
            metadata["deletionTimestamp"] = Stamp(Now + TimeSpan.FromSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (item.Kind.HasGeneration && !IsDeleted(item.Body)) metadata["generation"] = (JsonPaths.Whole(metadata["generation"]) ?? 0) + 1;
            if (isNamespace) body.Child("status")["phase"] = "Terminating";
            item = Put(item.Kind, body, item);
        }

        if (isNamespace) EmptyNamespace(item.Name);
        if (metadata["finalizers"] is JsonArray held && held.Any(static f => (string?)f == Foreground)) DeleteDependents(item.Uid, "Foreground");
        return Collection(item.Kind).Get(item.Namespace, item.Name);
    }

    private static bool IsDeleted(JsonObject body) => body["metadata"]?["deletionTimestamp"] is not null;

    private static bool HasFinalizers(JsonObject body) => body["metadata"]?["finalizers"] is JsonArray { Count: > 0 };

    private static void AddFinalizer(JsonObject metadata, JsonArray finalizers, string name)
    {
        if (finalizers.Any(finalizer => (string?)finalizer == name)) return;
        var all = (JsonArray)finalizers.DeepClone();
        all.Add(name);
        metadata["finalizers"] = all;
    }

    private static int GraceOf(StoredObject item, int? asked)
    {
        if (item.Kind.Resource != KubeResources.Pods) return 0;
        var phase = JsonPaths.Text(item.Body, "status.phase");
        // The API server's own rule: nobody has to end what was never started or has ended.
        if (JsonPaths.Text(item.Body, "spec.nodeName").Length == 0 || phase is "Succeeded" or "Failed") return 0;
        return asked ?? (int.TryParse(JsonPaths.Text(item.Body, "spec.terminationGracePeriodSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var own) ? own : 30);
    }

    private void RemoveNow(StoredObject item)
    {
        Drop(item);
        foreach (var dependent in Dependents(item.Uid)) Release(dependent, item.Uid, "Background");
        _dependents.Remove(item.Uid);
        foreach (var owner in Owners(item)) FinishForeground(owner);
        if (item.Kind.Resource == KubeResources.Namespaces) EmptyNamespace(item.Name);
        else if (item.Namespace.Length > 0) FinishNamespace(item.Namespace);
    }

    private StoredObject[] Dependents(string uid) => !_dependents.TryGetValue(uid, out var keys) ? [] :
        [.. keys.OrderBy(static key => (key.Namespace, key.Name), KindCollection.KeyOrder).Select(key => Collection(key.Kind).Get(key.Namespace, key.Name)).OfType<StoredObject>()];

    /// <summary>The dependents that an owner, deleted in the foreground, waits for.</summary>
    private IEnumerable<StoredObject> Blocking(string uid) =>
        Dependents(uid).Where(dependent => (dependent.Body["metadata"]?["ownerReferences"] as JsonArray ?? []).Any(owner => (string?)owner?["uid"] == uid && (bool?)owner["blockOwnerDeletion"] == true));

    private void DeleteDependents(string uid, string propagation)
    {
        foreach (var dependent in Dependents(uid))
        {
            if (!IsDeleted(dependent.Body)) Release(dependent, uid, propagation);
        }
    }

    /// <summary>An owner is gone or goes: with another one left the reference is taken off, else the dependent goes too.</summary>
    private void Release(StoredObject dependent, string ownerUid, string propagation)
    {
        if (Owners(dependent).Any(owner => owner != ownerUid)) TakeReferenceOff(dependent, ownerUid);
        else if (!IsDeleted(dependent.Body)) Delete(dependent, propagation, null);
    }

    private void OrphanDependents(StoredObject owner)
    {
        foreach (var dependent in Dependents(owner.Uid)) TakeReferenceOff(dependent, owner.Uid);
    }

    private void TakeReferenceOff(StoredObject dependent, string ownerUid)
    {
        var body = Copy(dependent.Body);
        var metadata = body["metadata"]!.AsObject();
        var references = metadata["ownerReferences"] as JsonArray ?? [];
        foreach (var reference in references.Where(reference => (string?)reference?["uid"] == ownerUid).ToArray()) references.Remove(reference);
        if (references.Count == 0) metadata.Remove("ownerReferences");
        Put(dependent.Kind, body, dependent);
    }

    private void FinishForeground(string ownerUid)
    {
        if (Blocking(ownerUid).Any()) return;
        foreach (var collection in _collections.Values)
        {
            if (!collection.Sorted.Any(item => item.Uid == ownerUid)) continue;
            var owner = collection.Sorted.First(item => item.Uid == ownerUid);
            if (!IsDeleted(owner.Body) || owner.Body["metadata"]?["finalizers"] is not JsonArray finalizers || !finalizers.Any(static f => (string?)f == Foreground)) return;
            var body = Copy(owner.Body);
            var left = body["metadata"]!["finalizers"]!.AsArray();
            left.Remove(left.First(static f => (string?)f == Foreground));
            if (left.Count == 0) body["metadata"]!.AsObject().Remove("finalizers");
            Change(owner, body, status: false);
            return;
        }
    }

    private void EmptyNamespace(string ns)
    {
        foreach (var item in ContentOf(ns))
        {
            if (Collection(item.Kind).Get(item.Namespace, item.Name) is { } current && !IsDeleted(current.Body)) Delete(current, "Background", null);
        }

        FinishNamespace(ns);
    }

    private void FinishNamespace(string ns)
    {
        if (Collection(Kinds.Of(KubeResources.Namespaces)).Get(null, ns) is { } holder && IsDeleted(holder.Body) && !HasFinalizers(holder.Body) && ContentOf(ns).Length == 0)
        {
            RemoveNow(holder);
        }
    }

    /// <summary>What <c>namespaces/finalize</c> does: with its last finalizer gone, a namespace that is being deleted goes, whatever is left in it.</summary>
    public StoredObject? Finalize(StoredObject holder, JsonNode? finalizers)
    {
        var body = Copy(holder.Body);
        body.Child("spec")["finalizers"] = finalizers?.DeepClone();
        if (finalizers is not JsonArray { Count: > 0 })
        {
            body.Child("spec").Remove("finalizers");
            if (IsDeleted(holder.Body) && !HasFinalizers(holder.Body))
            {
                RemoveNow(holder);
                return null;
            }
        }

        return Put(holder.Kind, body, holder);
    }

    private StoredObject[] ContentOf(string ns) =>
        [.. _collections.Values.Where(static collection => collection.Kind.Resource.IsNamespaced).SelectMany(collection => collection.Sorted.Where(item => item.Namespace == ns))];
}
