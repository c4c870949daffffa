using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Reads and writes fields of objects by path, and makes the small structures that many controllers write.</summary>
internal static class Fields
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(step, out node)) return null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        if (node.At(path) is not JsonValue value) return null;
        if (value.TryGetValue<long>(out var number)) return number;
        if (value.TryGetValue<int>(out var small)) return small;
        return value.TryGetValue<double>(out var real) ? (long)real : null;
    }

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static JsonObject? Object(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    public static IEnumerable<string> Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.Select(static item => item.Text()).OfType<string>() : [];

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The object of that name inside this one, made when it is not there.</summary>
    public static JsonObject Child(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child) return child;
        child = [];
        parent[name] = child;
        return child;
    }

    /// <summary>The array of that name inside this object, made when it is not there.</summary>
    public static JsonArray Items(this JsonObject parent, string name)
    {
        if (parent[name] is JsonArray items) return items;
        items = [];
        parent[name] = items;
        return items;
    }

    public static string Name(this JsonObject item) => item.Text("metadata", "name") ?? "";

    public static string? Namespace(this JsonObject item) => item.Text("metadata", "namespace");

    public static string Uid(this JsonObject item) => item.Text("metadata", "uid") ?? "";

    public static string? Label(this JsonObject item, string label) => item.Text("metadata", "labels", label);

    public static string? Annotation(this JsonObject item, string annotation) => item.Text("metadata", "annotations", annotation);

    public static bool IsTerminating(this JsonObject item) => item.Text("metadata", "deletionTimestamp") is not null;

    public static long Generation(this JsonObject item) => item.Number("metadata", "generation") ?? 1;

    /// <summary>The owner that controls this object.</summary>
    public static JsonObject? Controller(this JsonObject item) =>
        item.Objects("metadata", "ownerReferences").FirstOrDefault(static owner => owner.Flag("controller"));

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time as leases carry it: UTC, microseconds.</summary>
    public static string MicroStamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.'ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A count of the status that the API leaves out when it is zero.</summary>
    public static void SetCount(this JsonObject status, string name, long value)
    {
        if (value == 0) status.Remove(name);
        else status[name] = value;
    }

    public static bool Same(JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);

    /// <summary>Whether a label selector (matchLabels, matchExpressions) takes these labels. An empty selector takes all, a missing one none.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels)
    {
        if (selector is null) return false;
        if (selector.Object("matchLabels") is { } exact && !HasAll(exact, labels)) return false;
        return selector.Objects("matchExpressions").All(expression => MatchesExpression(expression, labels));
    }

    /// <summary>Whether the labels have every pair of <paramref name="wanted"/>.</summary>
    public static bool HasAll(JsonObject wanted, JsonObject? labels) =>
        wanted.All(pair => labels.Text(pair.Key) is { } value && value == pair.Value.Text());

    /// <summary>One expression of a selector: In, NotIn, Exists, DoesNotExist.</summary>
    public static bool MatchesExpression(JsonObject expression, JsonObject? labels)
    {
        var value = labels.Text(expression.Text("key") ?? "");
        return expression.Text("operator") switch
        {
            "In" => value is not null && expression.Texts("values").Contains(value),
            "NotIn" => value is null || !expression.Texts("values").Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }

    /// <summary>A condition by its type.</summary>
    public static JsonObject? Condition(this JsonObject? item, string type) =>
        item.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

    /// <summary>Sets a condition in a status; its transition time moves only when its value changes.</summary>
    /// <returns>True when its value changed.</returns>
    public static bool SetCondition(JsonObject status, DateTimeOffset now, string type, string value, string? reason = null, string? message = null, bool withUpdateTime = false)
    {
        var conditions = status.Items("conditions");
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(item => item.Text("type") == type);
        if (condition is null)
        {
            condition = new JsonObject { ["type"] = type };
            conditions.Add((JsonNode)condition);
        }

        var turned = condition.Text("status") != value;
        var reworded = condition.Text("reason") != reason || condition.Text("message") != message;
        condition["status"] = value;
        if (turned) condition["lastTransitionTime"] = Stamp(now);
        if (withUpdateTime && (turned || reworded)) condition["lastUpdateTime"] = Stamp(now);
        SetOrRemove(condition, "reason", reason);
        SetOrRemove(condition, "message", message);
        return turned;
    }

    public static void SetOrRemove(JsonObject parent, string name, string? value)
    {
        if (string.IsNullOrEmpty(value)) parent.Remove(name);
        else parent[name] = value;
    }

    /// <summary>Compact text of a node, the input of template hashes.</summary>
    public static string Canonical(JsonNode? node) => node?.ToJsonString(JsonSerializerOptions.Default) ?? "null";
}
