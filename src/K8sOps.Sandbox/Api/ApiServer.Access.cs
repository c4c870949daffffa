using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <content>Who may do what, and the reviews that tell it.</content>
internal sealed partial class ApiServer
{
    // Scenarios and the clock are the sandbox's own: whoever is shut out of the cluster can still end the scenario that did it.
    private const string ControlGroup = "sandbox.k8sops.io";

    private Requester User => world.Credentials.Current;

    private AccessRules Rules => new(Store);

    /// <summary>Lets a request pass, or does not.</summary>
    /// <exception cref="ApiException">403, with who cannot do what where.</exception>
    private void Authorize(ApiCall call, Target? target)
    {
        if (target?.Kind.Resource.Group == ControlGroup) return;
        lock (gate)
        {
            if (User.IsMaster) return;
            var query = QueryOfAccess(call, target);
            Require(query, target?.Kind);
            // An apply to what is not there creates it.
            if (query.Verb == "patch" && (call.Request.ContentType ?? "").StartsWith(ApplyType, StringComparison.Ordinal) && target is { Subresource: null } && Store.Collection(target.Kind).Get(target.Namespace, target.Name!) is null) Require(query with { Verb = "create" }, target.Kind);
        }
    }

    private void Require(AccessQuery query, ServedKind? kind)
    {
        var (isAllowed, reason) = Rules.Decide(User, query);
        if (!isAllowed) throw Forbidden(query, kind, reason);
    }

    private ApiException Forbidden(AccessQuery query, ServedKind? kind, string reason)
    {
        var more = reason.Length == 0 ? "" : ": " + reason;
        if (kind is null) return new ApiException(403, "Forbidden", $"forbidden: User \"{User.Name}\" cannot {query.Verb} path \"{query.Path}\"{more}", []);
        var where = query.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{query.Namespace}\"";
        var what = query.Name.Length == 0 ? kind.Resource.QualifiedName : $"{kind.Resource.QualifiedName} \"{query.Name}\"";
        var details = new JsonObject();
        if (query.Name.Length > 0) details["name"] = query.Name;
        if (query.Group.Length > 0) details["group"] = query.Group;
        details["kind"] = query.Resource;
        return new ApiException(403, "Forbidden", $"{what} is forbidden: User \"{User.Name}\" cannot {query.Verb} resource \"{query.FullResource}\" in API group \"{query.Group}\" {where}{more}", details);
    }

    private static AccessQuery QueryOfAccess(ApiCall call, Target? target)
    {
        if (target is null) return new AccessQuery { Verb = call.Method.ToLowerInvariant(), Path = call.Path };
        var resource = target.Kind.Resource;
        var isOne = target.Name is not null;
        var verb = call.Method switch
        {
            "GET" when isOne => "get",
            "GET" => call.IsWatch ? "watch" : "list",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" when isOne => "delete",
            "DELETE" => "deletecollection",
            var other => other.ToLowerInvariant(),
        };
        return new AccessQuery
        {
            Verb = verb,
            Group = resource.Group,
            Resource = resource.Plural,
            Subresource = target.Subresource ?? "",
            // A Namespace is in itself, so that a role in it may let it be read.
            Namespace = target.Namespace ?? (resource is { Group: "", Plural: "namespaces" } ? target.Name ?? "" : ""),
            Name = target.Name ?? (isOne ? "" : SelectedName(call)),
        };
    }

    /// <summary>A list or watch of one object by its name is allowed to whom that name is.</summary>
    private static string SelectedName(ApiCall call) =>
        call.Query("fieldSelector") is { } selector && selector.StartsWith("metadata.name=", StringComparison.Ordinal) && !selector.Contains(',', StringComparison.Ordinal) ? selector["metadata.name=".Length..].TrimStart('=') : "";

    private (int Code, JsonObject Body, bool Stored) Review(ApiCall call, Target target)
    {
        var kind = target.Kind;
        var body = call.BodyObject();
        CheckType(kind, body);
        Decode(call, kind, body, before: null, Undecodable(kind));
        var spec = body["spec"] as JsonObject ?? [];
        if (kind.Resource.Kind is "SelfSubjectAccessReview" or "SubjectAccessReview" or "LocalSubjectAccessReview" && (spec["resourceAttributes"] is null) == (spec["nonResourceAttributes"] is null))
        {
            throw ApiException.Invalid(kind, "", [FieldError.Invalid("spec.resourceAttributes", spec["nonResourceAttributes"], "exactly one of nonResourceAttributes or resourceAttributes must be specified")]);
        }

        body["metadata"] ??= new JsonObject();
        body["status"] = kind.Resource.Kind switch
        {
            "SelfSubjectAccessReview" => Reviewed(User, spec),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Reviewed(new Requester((string?)spec["user"] ?? "", [.. (spec["groups"] as JsonArray ?? []).Select(static group => (string)group!)]), spec),
            "SelfSubjectRulesReview" => RulesFor(User, (string?)spec["namespace"] ?? ""),
            _ => new JsonObject { ["userInfo"] = new JsonObject { ["username"] = User.Name, ["groups"] = new JsonArray([.. User.Groups.Select(static group => (JsonNode)group)]) } },
        };
        return (201, body, false);
    }

    private JsonObject Reviewed(Requester user, JsonObject spec)
    {
        var (isAllowed, reason) = Rules.Decide(user, spec["nonResourceAttributes"] is JsonObject path ? OfPath(path) : OfResource(spec["resourceAttributes"]!.AsObject()));
        var status = new JsonObject { ["allowed"] = isAllowed };
        if (reason.Length > 0) status["reason"] = reason;
        return status;
    }

    private static AccessQuery OfPath(JsonObject path) => new() { Verb = (string?)path["verb"] ?? "", Path = (string?)path["path"] ?? "" };

    private static AccessQuery OfResource(JsonObject attributes) => new()
    {
        Verb = (string?)attributes["verb"] ?? "",
        Group = (string?)attributes["group"] ?? "",
        Resource = (string?)attributes["resource"] ?? "",
        Subresource = (string?)attributes["subresource"] ?? "",
        Namespace = (string?)attributes["namespace"] ?? "",
        Name = (string?)attributes["name"] ?? "",
    };

    private JsonObject RulesFor(Requester user, string ns)
    {
        IReadOnlyList<JsonObject> rules = user.IsMaster
            ? [new JsonObject { ["verbs"] = new JsonArray("*"), ["apiGroups"] = new JsonArray("*"), ["resources"] = new JsonArray("*") }, new JsonObject { ["verbs"] = new JsonArray("*"), ["nonResourceURLs"] = new JsonArray("*") }]
            : [.. Rules.RulesOf(user, ns)];
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(static rule => rule["resources"] is JsonArray { Count: > 0 }).Select(static rule => rule.DeepClone())]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(static rule => rule["nonResourceURLs"] is JsonArray { Count: > 0 }).Select(static rule => rule.DeepClone())]),
            ["incomplete"] = false,
        };
    }
}
