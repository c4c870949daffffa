using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <content>What becomes of an object between its arrival and the store: decoding, defaults, validation.</content>
internal sealed partial class ApiServer
{
    /// <summary>Decodes a body in place: unknown fields go, with the word that <c>fieldValidation</c> asks for.</summary>
    /// <param name="call">The request.</param>
    /// <param name="kind">The kind that the body is of.</param>
    /// <param name="body">The body.</param>
    /// <param name="before">The object as it is: fields of it that its kind does not know are not the writer's fault.</param>
    /// <param name="refuse">Makes the refusal of what cannot be decoded.</param>
    private static void Decode(ApiCall call, ServedKind kind, JsonObject body, StoredObject? before, Func<string, ApiException> refuse)
    {
        var directive = Directive(call);
        IEnumerable<string> unknown;
        try
        {
            unknown = ObjectDecoder.Decode(kind, body);
        }
        catch (FormatException error)
        {
            throw refuse(error.Message);
        }

        if (before is not null && unknown.Any()) unknown = unknown.Except(ObjectDecoder.Decode(kind, WorldStore.Copy(before.Body)));
        string[] complaints = [.. call.DuplicateFields.Select(static field => $"duplicate field \"{field}\""), .. unknown.Select(static field => $"unknown field \"{field}\"")];
        if (complaints.Length == 0) return;
        if (directive == "Strict") throw refuse("strict decoding error: " + string.Join(", ", complaints));
        if (directive == "Warn") call.Warnings.AddRange(complaints);
    }

    private static string Directive(ApiCall call)
    {
        var directive = call.Query("fieldValidation") is { Length: > 0 } asked ? asked : "Warn";
        if (directive is "Strict" or "Warn" or "Ignore") return directive;
        var options = call.Method switch { "POST" => "CreateOptions", "PATCH" => "PatchOptions", _ => "UpdateOptions" };
        throw ApiException.InvalidOptions(options + ".meta.k8s.io", "fieldValidation", $"Unsupported value: \"{directive}\": supported values: \"Ignore\", \"Strict\", \"Warn\"", "FieldValueNotSupported");
    }

    /// <summary>The refusal of a whole object that cannot be decoded.</summary>
    private static Func<string, ApiException> Undecodable(ServedKind kind) =>
        why => ApiException.BadRequest($"{kind.Resource.Kind} in version \"{kind.Resource.Version}\" cannot be handled as a {kind.Resource.Kind}: {why}");

    /// <summary>Fills in defaults and holds a new object to its kind's rules.</summary>
    /// <exception cref="ApiException">422, with everything that is wrong.</exception>
    private static void Admit(ServedKind kind, JsonObject body)
    {
        TakeText(kind, body);
        if (kind.IsCustom) SchemaDefaults.Fill(body, kind.Schema);
        else BuiltInDefaults.Fill(kind, body);
        var errors = Problems(kind, body);
        if (errors.Count > 0) throw ApiException.Invalid(kind, (string?)body["metadata"]?["name"] ?? "", errors);
    }

    /// <summary>Holds a changed object to its kind's rules; what was wrong before and is the same still is let pass.</summary>
    private static void Admit(ServedKind kind, JsonObject body, StoredObject before)
    {
        KeepAddress(before, body);
        TakeText(kind, body);
        if (kind.IsCustom) SchemaDefaults.Fill(body, kind.Schema);
        else if (IsFilled(kind, before)) BuiltInDefaults.Fill(kind, body);
        IReadOnlyList<FieldError> errors = [.. Problems(kind, body), .. FixedFields.Problems(kind, before.Body, body)];
        if (errors.Count == 0) return;
        errors = [.. errors.Except(Problems(kind, before.Body))];
        if (errors.Count > 0) throw ApiException.Invalid(kind, before.Name, errors);
    }

    /// <summary>What a Secret is given as text is stored as data is: <c>stringData</c> can be written, and is never read.</summary>
    private static void TakeText(ServedKind kind, JsonObject body)
    {
        if (kind.Resource is not { Group: "", Plural: "secrets" } || body["stringData"] is not JsonObject texts) return;
        body.Remove("stringData");
        var data = body.Child("data");
        foreach (var (key, text) in texts) data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes((string?)text ?? ""));
    }

    /// <summary>
    /// Whether an object has its defaults. The worlds' own are written without: to fill them in with some other change of theirs would
    /// be a change of its own, and roll them out.
    /// </summary>
    private static bool IsFilled(ServedKind kind, StoredObject item)
    {
        var filled = WorldStore.Copy(item.Body);
        BuiltInDefaults.Fill(kind, filled);
        return JsonNode.DeepEquals(filled, item.Body);
    }

    private static IReadOnlyList<FieldError> Problems(ServedKind kind, JsonObject body) => kind.IsCustom ? SchemaValidator.Validate(body, kind.Schema) : BuiltInRules.Problems(kind, body);
}
