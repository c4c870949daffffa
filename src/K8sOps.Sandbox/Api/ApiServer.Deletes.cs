using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Delete, delete a collection, evict.</content>
internal sealed partial class ApiServer
{
    private (int Code, JsonObject Body, bool Stored) Delete(ApiCall call, Target target)
    {
        var options = call.Body() as JsonObject ?? [];
        var item = Existing(target);
        return Delete(call, item, options);
    }

    private (int Code, JsonObject Body, bool Stored) Delete(ApiCall call, StoredObject item, JsonObject options)
    {
        CheckPreconditions(item, options);
        var propagation = (string?)options["propagationPolicy"] ?? call.Query("propagationPolicy") ?? ((bool?)options["orphanDependents"] == true ? "Orphan" : DefaultPropagation(item.Kind));
        if (propagation is not ("Background" or "Foreground" or "Orphan"))
        {
            throw ApiException.Invalid(item.Kind, item.Name, "propagationPolicy", $"Unsupported value: \"{propagation}\": supported values: \"Foreground\", \"Background\", \"Orphan\"", "FieldValueNotSupported");
        }

        var grace = JsonPaths.Whole(options["gracePeriodSeconds"]) ?? call.Number("gracePeriodSeconds");
        if (call.IsDryRun || options["dryRun"] is JsonArray { Count: > 0 }) return (200, Deleted(item), false);
        var left = Store.Delete(item, propagation, grace);
        return (200, left?.Body ?? Deleted(item), true);
    }

    private (int Code, JsonObject Body, bool Stored) DeleteCollection(ApiCall call, Target target)
    {
        var options = call.Body() as JsonObject ?? [];
        var query = QueryOf(call, target);
        var items = Store.Collection(target.Kind).Sorted.Where(query.Matches).ToArray();
        var stored = false;
        var gone = new JsonArray();
        foreach (var item in items)
        {
            if (Store.Collection(target.Kind).Get(item.Namespace, item.Name) is not { } current) continue;
            gone.Add(WorldStore.Copy(current.Body));
            stored |= Delete(call, current, options).Stored;
        }

        var body = new JsonObject
        {
            ["kind"] = target.Kind.ListKind,
            ["apiVersion"] = target.Kind.Resource.ApiVersion,
            ["metadata"] = new JsonObject { ["resourceVersion"] = Store.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture) },
            ["items"] = gone,
        };
        return (200, body, stored);
    }

    private (int Code, JsonObject Body, bool Stored) Finalize(ApiCall call, Target target)
    {
        var holder = Existing(target);
        var body = call.BodyObject();
        CheckType(target.Kind, body);
        if (call.IsDryRun) return (200, holder.Shown, false);
        return (200, (Store.Finalize(holder, body["spec"]?["finalizers"]) ?? holder).Shown, true);
    }

    /// <summary>What Kubernetes does when it is not told: jobs leave their pods behind, all else takes its dependents along.</summary>
    private static string DefaultPropagation(ServedKind kind) => kind.Resource == KubeResources.Jobs ? "Orphan" : "Background";

    private static void CheckPreconditions(StoredObject item, JsonObject options)
    {
        if ((string?)options["preconditions"]?["uid"] is { } uid && uid != item.Uid)
        {
            throw ApiException.Conflict(item.Kind, item.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {item.Uid}");
        }

        var version = item.ResourceVersion.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if ((string?)options["preconditions"]?["resourceVersion"] is { } wanted && wanted != version)
        {
            throw ApiException.Conflict(item.Kind, item.Name, $"Precondition failed: ResourceVersion in precondition: {wanted}, ResourceVersion in object meta: {version}");
        }
    }

    private static JsonObject Deleted(StoredObject item)
    {
        var details = new JsonObject { ["name"] = item.Name };
        if (item.Kind.Resource.Group.Length > 0) details["group"] = item.Kind.Resource.Group;
        details["kind"] = item.Kind.Resource.Plural;
        details["uid"] = item.Uid;
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }
}
