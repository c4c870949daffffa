using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>A request that is answered with a <c>Status</c>; the words are the API server's own (apimachinery, api/errors).</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public static ApiException NotFound(ServedKind kind, string name) =>
        new(404, "NotFound", $"{kind.Resource.QualifiedName} \"{name}\" not found", Details(kind, name));

    public static ApiException AlreadyExists(ServedKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.Resource.QualifiedName} \"{name}\" already exists", Details(kind, name));

    public static ApiException Conflict(ServedKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.Resource.QualifiedName} \"{name}\": {why}", Details(kind, name));

    public static ApiException Modified(ServedKind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Expired(string message, string? continueToken = null) => new(410, "Expired", message) { ContinueToken = continueToken };

    public static ApiException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException Unsupported(string contentType, string supported) =>
        new(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: {supported}") { Asked = contentType };

    public static ApiException Invalid(ServedKind kind, string name, string field, string why, string reason = "FieldValueInvalid")
    {
        var details = Details(kind, name, kindName: kind.Resource.Kind);
        details["causes"] = new JsonArray(new JsonObject { ["reason"] = reason, ["message"] = why, ["field"] = field });
        return new(422, "Invalid", $"{(kind.Resource.Group.Length == 0 ? kind.Resource.Kind : kind.Resource.Kind + "." + kind.Resource.Group)} \"{name}\" is invalid: {field}: {why}", details);
    }

    /// <summary>422 with everything that is wrong with an object.</summary>
    public static ApiException Invalid(ServedKind kind, string name, IReadOnlyList<FieldError> errors)
    {
        var details = Details(kind, name, kindName: kind.Resource.Kind);
        details["causes"] = new JsonArray([.. errors.Select(static JsonNode (error) => new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Path })]);
        var what = kind.Resource.Group.Length == 0 ? kind.Resource.Kind : kind.Resource.Kind + "." + kind.Resource.Group;
        return new(422, "Invalid", $"{what} \"{name}\" is invalid: {(errors.Count == 1 ? errors[0] : $"[{string.Join(", ", errors)}]")}", details);
    }

    /// <summary>422 for a patch that leaves no object of its kind.</summary>
    public static ApiException InvalidPatch(JsonNode result, string why)
    {
        var error = FieldError.Invalid("patch", result.ToJsonString(StoredObject.Wire), why);
        return new(422, "Invalid", $" \"\" is invalid: {error}", new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = error.Reason, ["message"] = error.Message, ["field"] = error.Path }) });
    }

    /// <summary>Options of a request that do not go together, or are missing.</summary>
    public static ApiException InvalidOptions(string options, string field, string why, string reason)
    {
        var (kind, group) = (options.Split('.')[0], options[(options.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        var causes = new JsonArray(new JsonObject { ["reason"] = reason, ["message"] = why, ["field"] = field });
        return new(422, "Invalid", $"{options} \"\" is invalid: {field}: {why}", new JsonObject { ["group"] = group, ["kind"] = kind, ["causes"] = causes });
    }

    /// <summary>What the caller sent, for a log; not part of the answer.</summary>
    public string? Asked { get; init; }

    /// <summary>After how many seconds to try again, as the details say; null when they do not.</summary>
    public int? RetryAfter => JsonPaths.Whole(details?["retryAfterSeconds"]);

    /// <summary>From where a list can go on, inconsistently.</summary>
    public string? ContinueToken { get; private init; }

    /// <summary>The <c>Status</c> object.</summary>
    public JsonObject ToStatus()
    {
        var metadata = new JsonObject();
        if (ContinueToken is not null) metadata["continue"] = ContinueToken;
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = metadata,
            ["status"] = "Failure",
            ["message"] = Message,
        };
        // An error that the server has no reason for is told without one.
        if (Reason.Length > 0) status["reason"] = Reason;
        if (details is not null) status["details"] = details.DeepClone();
        status["code"] = Code;
        return status;
    }

    private static JsonObject Details(ServedKind kind, string name, string? kindName = null)
    {
        var details = new JsonObject { ["name"] = name };
        if (kind.Resource.Group.Length > 0) details["group"] = kind.Resource.Group;
        details["kind"] = kindName ?? kind.Resource.Plural;
        return details;
    }
}
