using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Sandbox;

/// <content>Server-side apply, and who owns which fields.</content>
internal sealed partial class ApiServer
{
    private const string ManagedFields = "managedFields";
    private const string ApplyType = "application/apply-patch+yaml";

    private (int Code, JsonObject Body, bool Stored) Apply(ApiCall call, Target target)
    {
        if (call.Query("fieldManager") is not { Length: > 0 })
        {
            throw ApiException.InvalidOptions("PatchOptions.meta.k8s.io", "fieldManager", "Required value: is required for apply patch", "FieldValueRequired");
        }

        var kind = target.Kind;
        var config = ApplyBody(call);
        if (target.Subresource != "scale")
        {
            CheckApplied(kind, config, target);
            CheckTyped(kind, config, target);
        }

        if (Store.Collection(kind).Get(target.Namespace, target.Name!)?.As(kind) is not { } before)
        {
            if (target.Subresource is not null || (string?)config["metadata"]?["resourceVersion"] is { Length: > 0 }) throw ApiException.NotFound(kind, target.Name!);
            return CreateApplied(call, target, config);
        }

        config = Writable(kind, config, target.Subresource);
        var writer = Writer(call, kind, target.Subresource, applies: true);
        var (body, managers) = FieldOwnership.Applied(before.Body, config, kind, before.Managers, writer, call.Query("force") is "true" or "1");
        return Keep(call, before, body, target.Subresource, managers);
    }

    private (int Code, JsonObject Body, bool Stored) CreateApplied(ApiCall call, Target target, JsonObject config)
    {
        var kind = target.Kind;
        var managers = FieldOwnership.Applied([], Writable(kind, config, null), kind, [], Writer(call, kind, null, applies: true), force: false).Managers;
        // Owned nulls are no values.
        ObjectDecoder.Decode(kind, config);
        return Create(call, target, config, managers);
    }

    private static JsonObject ApplyBody(ApiCall call)
    {
        var text = Encoding.UTF8.GetString(call.Request.Body.Span);
        try
        {
            if (Yaml.Parse(text) is JsonObject body) return body;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidDataException)
        {
            throw ApiException.BadRequest($"error decoding YAML: {error.Message}");
        }

        throw ApiException.BadRequest("error decoding YAML: the patch must be an object");
    }

    private static void CheckApplied(ServedKind kind, JsonObject config, Target target)
    {
        if ((string?)config["apiVersion"] is not { Length: > 0 } || (string?)config["kind"] is not { Length: > 0 }) throw ApiException.BadRequest("the patch has no apiVersion and kind, which an apply needs");
        CheckType(kind, config);
        var metadata = config.Child("metadata");
        if (metadata[ManagedFields] is JsonArray { Count: > 0 }) throw ApiException.BadRequest("metadata.managedFields must be nil");
        if ((string?)metadata["name"] is { Length: > 0 } name && name != target.Name) throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        if (target.Namespace is { } ns && (string?)metadata["namespace"] is { Length: > 0 } own && own != ns) throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        metadata["name"] = target.Name;
        if (target.Namespace is not null) metadata["namespace"] = target.Namespace;
    }

    /// <summary>An apply knows no unknown field, whatever <c>fieldValidation</c> says: whose would it be.</summary>
    private static void CheckTyped(ServedKind kind, JsonObject config, Target target)
    {
        string? why;
        try
        {
            // Nulls are owned, so they stay.
            why = ObjectDecoder.Decode(kind, WorldStore.Copy(config)).Select(static field => $".{field}: field not declared in schema").FirstOrDefault();
        }
        catch (FormatException error)
        {
            why = error.Message;
        }

        if (why is null) return;
        var name = target.Namespace is null ? "/" + target.Name : $"{target.Namespace}/{target.Name}";
        throw new ApiException(500, "", $"failed to create typed patch object ({name}; {kind.Resource.ApiVersion}, Kind={kind.Resource.Kind}): {why}");
    }

    /// <summary>What of a configuration the endpoint writes: the rest is neither changed nor owned.</summary>
    private static JsonObject Writable(ServedKind kind, JsonObject config, string? subresource)
    {
        var part = WorldStore.Copy(config);
        switch (subresource)
        {
            case "scale":
                return Scale.Only(kind, config["spec"]?["replicas"]);
            case "status":
                part.Remove("spec");
                break;
            case null when kind.HasStatus:
                part.Remove("status");
                break;
        }

        return part;
    }

    private FieldManager Writer(ApiCall call, ServedKind kind, string? subresource, bool applies)
    {
        // The real server falls back on the first part of the User-Agent, which requests to a world do not carry.
        var name = call.Query("fieldManager") is { Length: > 0 } named ? named : "unknown";
        return new FieldManager(name, applies, kind.Resource.ApiVersion, subresource, WorldStore.Stamp(Store.Now), new FieldSet());
    }

    /// <summary>The managers that a write starts from: a writer may set them, and <c>[{}]</c> takes them all off.</summary>
    private static IReadOnlyList<FieldManager> GivenManagers(JsonObject body, IReadOnlyList<FieldManager> current, string? subresource)
    {
        if (subresource is not null || body["metadata"]?[ManagedFields] is not JsonArray { Count: > 0 } given) return current;
        if (given is [JsonObject { Count: 0 }]) return [];
        var read = FieldManager.Read(given);
        return read.Count > 0 ? read : current;
    }

    private static bool SameManagers(IReadOnlyList<FieldManager> before, List<FieldManager> after) =>
        before.Count == after.Count && after.TrueForAll(manager => before.Any(other => other.IsSameAs(manager) && other.Time == manager.Time && other.Fields.SameAs(manager.Fields)));

    private static void KeepManagers(StoredObject before, JsonObject body)
    {
        var metadata = body["metadata"]!.AsObject();
        metadata.Remove(ManagedFields);
        if (before.Body["metadata"]?[ManagedFields] is { } noted) metadata[ManagedFields] = noted.DeepClone();
    }

    private static void SetManagers(ServedKind kind, JsonObject body, IEnumerable<FieldManager> managers)
    {
        var metadata = body["metadata"]!.AsObject();
        metadata.Remove(ManagedFields);
        var kept = FieldManager.Write(managers.Where(manager => !WorldOwnership.IsWorkedOut(kind, manager)));
        if (kept.Count > 0) metadata[ManagedFields] = kept;
    }
}
