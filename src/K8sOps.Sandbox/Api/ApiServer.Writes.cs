using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Create, replace, patch. Each returns the status code, the answer and whether something was stored; all under the lock.</content>
internal sealed partial class ApiServer
{
    private (int Code, JsonObject Body, bool Stored) Create(ApiCall call, Target target)
    {
        var body = call.BodyObject();
        CheckType(target.Kind, body);
        Decode(call, target.Kind, body, before: null, Undecodable(target.Kind));
        return Create(call, target, body, applied: null);
    }

    private (int Code, JsonObject Body, bool Stored) Create(ApiCall call, Target target, JsonObject body, List<FieldManager>? applied)
    {
        var kind = target.Kind;
        var metadata = body.Child("metadata");
        if (kind.Resource.IsNamespaced)
        {
            var ns = target.Namespace ?? throw ApiException.BadRequest("an empty namespace may not be set during creation");
            if ((string?)metadata["namespace"] is { Length: > 0 } own && own != ns) throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            metadata["namespace"] = ns;
            CheckNamespace(ns, (string?)metadata["name"] ?? (string?)metadata["generateName"] ?? "", kind);
        }

        CheckName(kind, metadata);
        foreach (var own in (ReadOnlySpan<string>)["uid", "creationTimestamp", "resourceVersion", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", ManagedFields]) metadata.Remove(own);
        if (kind.HasStatus) body.Remove("status");
        if (kind.Resource == KubeResources.Pods) body["status"] = new JsonObject { ["phase"] = "Pending" };
        var made = Store.Prepare(kind, body);
        Admit(kind, made);
        AllocateAddress(kind, made);
        SetManagers(kind, made, applied ?? FieldOwnership.Written(null, made, kind, [], Writer(call, kind, null, applies: false)));
        var name = (string)made["metadata"]!["name"]!;
        if (Store.Collection(kind).Get(target.Namespace, name) is not null) throw ApiException.AlreadyExists(kind, name);
        return call.IsDryRun ? (201, made, false) : (201, Store.Add(kind, made).As(kind).Shown, true);
    }

    private (int Code, JsonObject Body, bool Stored) Replace(ApiCall call, Target target)
    {
        var before = Existing(target);
        var body = call.BodyObject();
        if (target.Subresource == "scale") return Keep(call, before, Scale.Apply(before, body), target.Subresource);
        CheckType(target.Kind, body);
        Decode(call, target.Kind, body, before: null, Undecodable(target.Kind));
        if ((string?)body["metadata"]?["name"] is { } name && name != target.Name) throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        return Keep(call, before, body, target.Subresource);
    }

    private (int Code, JsonObject Body, bool Stored) Patch(ApiCall call, Target target)
    {
        var type = (call.Request.ContentType ?? "").Split(';')[0].Trim();
        if (type == ApplyType) return Apply(call, target);
        if (type == "application/strategic-merge-patch+json" && target.Kind.IsCustom) throw ApiException.Unsupported(type, "application/json-patch+json, application/merge-patch+json");
        var before = Existing(target);
        var patch = call.Body();
        var subject = target.Subresource == "scale" ? Scale.Of(before) : WorldStore.Copy(before.Body);
        JsonNode? result = type switch
        {
            "application/merge-patch+json" => MergePatch.Apply(subject, AsObject(patch)),
            "application/strategic-merge-patch+json" => StrategicMergePatch.Apply(subject, AsObject(patch), target.Subresource == "scale" ? BuiltInSchemas.Type("autoscaling.v1.Scale") : target.Kind.Schema),
            "application/json-patch+json" => JsonPatch.Apply(subject, patch as JsonArray ?? throw ApiException.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch")),
            _ => throw ApiException.Unsupported(type, "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json"),
        };
        if (result is not JsonObject body) throw ApiException.BadRequest("the patch leaves no object");
        if (target.Subresource == "scale") body = Scale.Apply(before, body);
        else Decode(call, target.Kind, body, before, why => ApiException.InvalidPatch(result, why));
        return Keep(call, before, body, target.Subresource);
    }

    private static JsonObject AsObject(JsonNode? patch) => patch as JsonObject ?? throw ApiException.BadRequest("the patch must be an object");

    private StoredObject Existing(Target target) =>
        Store.Collection(target.Kind).Get(target.Namespace, target.Name!)?.As(target.Kind) ?? throw ApiException.NotFound(target.Kind, target.Name!);

    /// <summary>Stores what a write makes of an object, unless it changes nothing.</summary>
    /// <param name="call">The request.</param>
    /// <param name="before">The object as it is.</param>
    /// <param name="body">The object as the writer wants it.</param>
    /// <param name="subresource">The subresource that is written to; null for the object itself.</param>
    /// <param name="applied">Its managers after an apply; null for any other write.</param>
    private (int Code, JsonObject Body, bool Stored) Keep(ApiCall call, StoredObject before, JsonObject body, string? subresource, List<FieldManager>? applied = null)
    {
        if ((string?)body["metadata"]?["uid"] is { Length: > 0 } uid && uid != before.Uid)
        {
            throw ApiException.Conflict(before.Kind, before.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Uid}");
        }

        if ((string?)body["metadata"]?["resourceVersion"] is { Length: > 0 } version && version != before.ResourceVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw ApiException.Modified(before.Kind, before.Name);
        }

        var kind = before.Kind;
        var isStatus = subresource == "status";
        var merged = Store.Merged(before, WorldStore.Copy(body), isStatus);
        if (!isStatus || kind.IsCustom) Admit(kind, merged, before);
        CheckExpansion(before, merged);
        var managers = before.Managers;
        var next = applied ?? FieldOwnership.Written(before.Body, merged, kind, GivenManagers(body, managers, subresource), Writer(call, kind, subresource, applies: false));
        SetManagers(kind, merged, next);
        if (SameManagers(managers, next)) KeepManagers(before, merged);
        if (JsonNode.DeepEquals(merged, before.Body)) return Answer(before.Shown, false);
        if (call.IsDryRun) return Answer(new StoredObject(kind, merged).Shown, false);
        return Answer((Store.Change(before, WorldStore.Copy(merged), isStatus)?.As(kind) ?? new StoredObject(kind, merged)).Shown, true);

        (int Code, JsonObject Body, bool Stored) Answer(JsonObject after, bool stored) => (200, subresource == "scale" ? Scale.Of(new StoredObject(kind, after)) : after, stored);
    }

    private static void CheckType(ServedKind kind, JsonObject body)
    {
        body["apiVersion"] ??= kind.Resource.ApiVersion;
        body["kind"] ??= kind.Resource.Kind;
        if ((string?)body["apiVersion"] == kind.Resource.ApiVersion && (string?)body["kind"] == kind.Resource.Kind) return;
        throw ApiException.BadRequest($"{(string?)body["kind"]} in version \"{(string?)body["apiVersion"]}\" cannot be handled as a {kind.Resource.Kind}: the path is for {kind.Resource.ApiVersion}");
    }

    private void CheckNamespace(string ns, string name, ServedKind kind)
    {
        var namespaces = Store.Kinds.Of(KubeResources.Namespaces);
        var holder = Store.Collection(namespaces).Get(null, ns) ?? throw ApiException.NotFound(namespaces, ns);
        if (holder.Body["metadata"]?["deletionTimestamp"] is null) return;
        var details = new JsonObject { ["name"] = name, ["kind"] = kind.Resource.Plural, ["causes"] = new JsonArray(new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = $"namespace {ns} is being terminated", ["field"] = "metadata.namespace" }) };
        throw new ApiException(403, "Forbidden", $"{kind.Resource.QualifiedName} \"{name}\" is forbidden: unable to create new content in namespace {ns} because it is being terminated", details);
    }

    private static void CheckName(ServedKind kind, JsonObject metadata)
    {
        var name = (string?)metadata["name"] ?? "";
        if (name.Length == 0)
        {
            if ((string?)metadata["generateName"] is { Length: > 0 }) return;
            throw ApiException.Invalid(kind, "", "metadata.name", "Required value: name or generateName is required", "FieldValueRequired");
        }

        // RBAC names are path segments, with colons; the others are DNS subdomains.
        var isPathName = kind.Resource.Group == "rbac.authorization.k8s.io";
        var isGood = isPathName ? !name.Contains('/', StringComparison.Ordinal) && !name.Contains('%', StringComparison.Ordinal)
            : name.Length <= 253 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]) && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
        if (!isGood) throw ApiException.Invalid(kind, name, "metadata.name", $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }
}
