using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The paths of a kind in an OpenAPI v3 document: which verbs there are, of which kind they are, and their query parameters.</summary>
internal static class OpenApiPaths
{
    private static readonly string[] WriteOptions = ["dryRun", "fieldManager", "fieldValidation"];
    private static readonly string[] ListOptions = ["allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch"];

    /// <summary>Adds the paths of a kind.</summary>
    /// <param name="paths">The document's paths.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="schema">The reference to the kind's schema.</param>
    public static void Add(JsonObject paths, ServedKind kind, string schema)
    {
        var resource = kind.Resource;
        var root = resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";
        var collection = resource.IsNamespaced ? $"{root}/namespaces/{{namespace}}/{resource.Plural}" : $"{root}/{resource.Plural}";
        if (kind.IsReview)
        {
            paths[collection] = With(new JsonObject { ["post"] = Operation(kind, "post", schema, WriteOptions, "application/json") }, resource.IsNamespaced, isNamed: false);
            return;
        }

        if (resource.IsNamespaced) paths[$"{root}/{resource.Plural}"] = new JsonObject { ["get"] = Operation(kind, "list", schema, ListOptions) };
        var many = new JsonObject { ["get"] = Operation(kind, "list", schema, ListOptions) };
        var one = new JsonObject { ["get"] = Operation(kind, "get", schema, []) };
        if (!kind.IsComputed)
        {
            many["post"] = Operation(kind, "post", schema, WriteOptions, "application/json");
            many["delete"] = Operation(kind, "deletecollection", schema, ListOptions);
            one["put"] = Operation(kind, "put", schema, WriteOptions, "application/json");
            one["patch"] = Patch(kind, schema);
            one["delete"] = Operation(kind, "delete", schema, ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"]);
        }

        paths[collection] = With(many, resource.IsNamespaced, isNamed: false);
        paths[collection + "/{name}"] = With(one, resource.IsNamespaced, isNamed: true);
        if (kind.HasStatus)
        {
            var status = new JsonObject { ["get"] = Operation(kind, "get", schema, []), ["put"] = Operation(kind, "put", schema, WriteOptions, "application/json"), ["patch"] = Patch(kind, schema) };
            paths[collection + "/{name}/status"] = With(status, resource.IsNamespaced, isNamed: true);
        }
    }

    private static JsonObject With(JsonObject item, bool isNamespaced, bool isNamed)
    {
        var parameters = new JsonArray();
        if (isNamed) parameters.Add(Parameter("name", "path"));
        if (isNamespaced) parameters.Add(Parameter("namespace", "path"));
        if (parameters.Count > 0) item["parameters"] = parameters;
        return item;
    }

    private static JsonObject Patch(ServedKind kind, string schema) => Operation(
        kind, "patch", schema, [.. WriteOptions, "force"],
        [.. (string[])["application/apply-patch+yaml", "application/json-patch+json", "application/merge-patch+json"], .. kind.IsCustom ? Array.Empty<string>() : ["application/strategic-merge-patch+json"]]);

    private static JsonObject Operation(ServedKind kind, string action, string schema, string[] query, params string[] consumes)
    {
        var resource = kind.Resource;
        var operation = new JsonObject
        {
            ["parameters"] = new JsonArray([.. query.Select(static name => (JsonNode)Parameter(name, "query"))]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = Content(schema) } } },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind },
        };
        if (consumes.Length > 0) operation["requestBody"] = new JsonObject { ["content"] = new JsonObject(consumes.Select(type => KeyValuePair.Create(type, (JsonNode?)Content(schema)))), ["required"] = true };
        return operation;
    }

    private static JsonObject Content(string schema) => new() { ["schema"] = new JsonObject { ["$ref"] = schema } };

    private static JsonObject Parameter(string name, string place)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["schema"] = new JsonObject { ["type"] = name is "limit" or "timeoutSeconds" or "gracePeriodSeconds" ? "integer" : name is "force" or "watch" or "allowWatchBookmarks" or "sendInitialEvents" or "orphanDependents" ? "boolean" : "string", ["uniqueItems"] = true } };
        if (place == "path") parameter["required"] = true;
        return parameter;
    }
}
