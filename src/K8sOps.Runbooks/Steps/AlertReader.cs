using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Runbooks;

/// <summary>
/// Reads alerts as Alertmanager and Prometheus give them: one alert, a list, the body of a webhook (<c>alerts</c>), or the answer
/// of an API (<c>data</c>, <c>data.alerts</c>). What is no alert is left out.
/// </summary>
public static class AlertReader
{
    /// <summary>The system that a finding from an alert names.</summary>
    public const string System = "Alertmanager";

    private const int Deepest = 4;

    /// <summary>Whether this is an alert, or holds some.</summary>
    public static bool IsAlert(JsonNode? json) => Alerts(json, 0).Any();

    /// <summary>
    /// The alerts as findings: <see cref="CheckResult.Id"/> is the alert's name, the labels are its parameters. One that is resolved
    /// is <see cref="CheckStatus.Pass"/>.
    /// </summary>
    /// <param name="json">What was read.</param>
    /// <param name="cluster">The kubeconfig context it is about; an empty text where nothing says.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyList<CheckResult> Read(JsonNode? json, string cluster, DateTimeOffset now)
        => [.. Alerts(json, 0).Select(a => Finding(a, cluster, now))];

    /// <summary>An alert of which only the name is known.</summary>
    public static CheckResult Named(string name, string cluster, DateTimeOffset now)
        => new() { Cluster = cluster, System = System, Id = name, Status = CheckStatus.Fail, Kind = "Alert", TargetName = name, Message = $"The alert {name} fires.", ObservedAt = now };

    /// <summary>Values for a runbook's parameters from an alert's labels: the label <c>namespace</c> is for Namespace, <c>pod</c> for Pod and PodName.</summary>
    public static IReadOnlyDictionary<string, object> Parameters(IEnumerable<RunbookParameter> parameters, IReadOnlyDictionary<string, object> labels)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(labels);
        var found = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in parameters)
        {
            // Where an exporter is scraped, its own labels stand where those of the object are expected, which then begin with exported_.
            var value = labels.FirstOrDefault(l => IsFor(parameter.Name, l.Key, "exported_")).Value ?? labels.FirstOrDefault(l => IsFor(parameter.Name, l.Key, "")).Value;
            if (value is not null) found[parameter.Name] = value;
        }

        return found;
    }

    private static bool IsFor(string parameter, string label, string prefix)
    {
        if (!label.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return false;
        var bare = label[prefix.Length..].Replace("_", "", StringComparison.Ordinal);
        return bare.Length > 0 && (string.Equals(parameter, bare, StringComparison.OrdinalIgnoreCase) || string.Equals(parameter, bare + "Name", StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<JsonObject> Alerts(JsonNode? json, int depth)
    {
        if (depth > Deepest) return [];
        return json switch
        {
            JsonArray list => list.SelectMany(i => Alerts(i, depth + 1)),
            JsonObject map when Text(map, "labels", "alertname") is not null => [map],
            JsonObject map => ((string[])["alerts", "data"]).SelectMany(k => Alerts(map[k], depth + 1)),
            _ => [],
        };
    }

    private static CheckResult Finding(JsonObject alert, string cluster, DateTimeOffset now)
    {
        var name = Text(alert, "labels", "alertname")!;
        var labels = new SortedDictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in (JsonObject)alert["labels"]!)
        {
            if (key != "alertname" && value is JsonValue) labels[key] = value.ToString();
        }

        var resolved = Is(alert["status"], "resolved") || Is(alert["state"], "inactive") || (Time(alert["endsAt"]) is { Year: > 1 } end && end <= now);
        var severity = Text(alert, "labels", "severity");
        var said = Text(alert, "annotations", "description") ?? Text(alert, "annotations", "message") ?? Text(alert, "annotations", "summary");
        return new CheckResult
        {
            Cluster = cluster,
            System = System,
            Id = name,
            Status = resolved ? CheckStatus.Pass : severity is "warning" or "info" or "none" ? CheckStatus.Warn : CheckStatus.Fail,
            Kind = "Alert",
            Namespace = labels.GetValueOrDefault("namespace") as string,
            TargetName = name,
            Message = string.IsNullOrWhiteSpace(said) ? $"The alert {name} {(resolved ? "is resolved" : "fires")}." : said.Trim(),
            Parameters = labels,
            Evidence = [.. labels.Select(l => $"{l.Key}={l.Value}")],
            ObservedAt = now,
            SourceAge = Time(alert["startsAt"] ?? alert["activeAt"]) is { Year: > 1 } start && start < now ? now - start : null,
        };
    }

    private static string? Text(JsonObject map, string key, string inner) => map[key] is JsonObject deeper && deeper[inner] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;

    private static bool Is(JsonNode? node, string word) => node is JsonValue value && string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? Time(JsonNode? node)
        => node is JsonValue value && DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
