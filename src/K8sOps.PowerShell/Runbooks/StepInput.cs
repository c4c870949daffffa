using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Runbooks;

/// <summary>
/// What leads to steps, as it comes down a pipeline: findings (also such as went through JSON), alerts as objects or as the JSON
/// that a program wrote line by line, names of runbooks and of alerts, runbooks, and what Find-Runbook found.
/// </summary>
internal sealed class StepInput
{
    private readonly StringBuilder _json = new();

    /// <summary>The next objects that one of the pipeline stands for: a <see cref="CheckResult"/>, <see cref="RunbookMatch"/>, <see cref="Runbook"/>, or a name.</summary>
    /// <exception cref="OperationException"><c>NotAFinding</c>.</exception>
    public IReadOnlyList<object> Take(object? input, string cluster, DateTimeOffset now)
    {
        var value = Unwrap(input);
        switch (value)
        {
            case null:
                return [];
            case CheckResult or RunbookMatch or Runbook or RunbookProcedure or RunbookSymptom:
                return [value];
            case string text:
                return Text(text, cluster, now);
            default:
                return Objects(value, cluster, now);
        }
    }

    /// <summary>What is still open when the input ends.</summary>
    /// <exception cref="OperationException"><c>NotAFinding</c>: the JSON has no end.</exception>
    public void Complete()
    {
        if (_json.Length > 0) throw Refuse("The JSON that came down the pipeline has no end.");
    }

    private List<object> Text(string text, string cluster, DateTimeOffset now)
    {
        var begins = text.TrimStart();
        if (_json.Length == 0 && !begins.StartsWith('{') && !begins.StartsWith('[')) return begins.Length == 0 ? [] : [text.Trim()];
        _json.Append(text).Append('\n');
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(_json.ToString());
        }
        catch (JsonException) when (_json.Length < 64 * 1024 * 1024)
        {
            // A native program's output comes line by line: the rest is still to come.
            return [];
        }

        _json.Clear();
        return Findings(json, cluster, now);
    }

    private static List<object> Objects(object value, string cluster, DateTimeOffset now)
    {
        JsonNode? json;
        try
        {
            json = ObjectTree.ToJson(value, Unwrap);
        }
        catch (OperationException e) when (e.Id == "InvalidManifest")
        {
            throw Refuse($"A {value.GetType().Name} is neither a finding nor an alert.");
        }

        return Findings(json, cluster, now);
    }

    private static List<object> Findings(JsonNode? json, string cluster, DateTimeOffset now)
    {
        if (AlertReader.IsAlert(json)) return [.. AlertReader.Read(json, cluster, now)];
        var items = json switch { JsonArray list => list.ToList(), null => [], _ => [json] };
        // An empty list of alerts is what one hopes for.
        if (items.Count == 0 || IsEmpty(json)) return [];
        return [.. items.Select(i => Finding(i as JsonObject) ?? throw Refuse("What came down the pipeline is neither a finding nor an alert: a finding has Id, Status, Runbook and Symptom, an alert has labels with an alertname."))];
    }

    /// <summary>An answer of an API, or the body of a webhook, without an alert in it.</summary>
    private static bool IsEmpty(JsonNode? json)
        => json is JsonObject map && (map["alerts"] is JsonArray { Count: 0 } || map["data"] is JsonArray { Count: 0 } || (map["data"] is JsonObject data && data["alerts"] is JsonArray { Count: 0 }));

    /// <summary>A finding that went through JSON, CSV or another process.</summary>
    private static CheckResult? Finding(JsonObject? map)
    {
        string? Get(string name) => map?.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).Value is JsonValue value ? value.ToString() : null;
        if (map is null || Get("Id") is not { Length: > 0 } id || !Enum.TryParse<CheckStatus>(Get("Status"), ignoreCase: true, out var status)) return null;
        var parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        if (map.FirstOrDefault(p => string.Equals(p.Key, "Parameters", StringComparison.OrdinalIgnoreCase)).Value is JsonObject given)
        {
            foreach (var (name, value) in given)
            {
                if (value is JsonValue) parameters[name] = value.ToString();
            }
        }

        return new CheckResult
        {
            Cluster = Get("Cluster") ?? "",
            System = Get("System") ?? "",
            Id = id,
            Status = status,
            Kind = Get("Kind"),
            Namespace = Get("Namespace"),
            TargetName = Get("TargetName"),
            Message = Get("Message") ?? "",
            Remedy = Get("Remedy"),
            Runbook = Get("Runbook") is { Length: > 0 } runbook ? runbook : null,
            Symptom = Get("Symptom"),
            Parameters = parameters,
            ObservedAt = DateTimeOffset.TryParse(Get("ObservedAt"), System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : default,
        };
    }

    private static OperationException Refuse(string message) => new("NotAFinding", OperationCategory.InvalidArgument, null, message, "Get-Help Get-RunbookStep -Examples");

    /// <summary>Takes PowerShell's wrapper off; a custom object becomes a map of its properties.</summary>
    private static object? Unwrap(object? value)
    {
        if (value is not PSObject wrapped) return value;
        if (wrapped.BaseObject is not PSObject && wrapped.BaseObject.GetType().Name != "PSCustomObject") return wrapped.BaseObject;
        var map = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var property in wrapped.Properties) map[property.Name] = property.Value;
        return map;
    }
}
