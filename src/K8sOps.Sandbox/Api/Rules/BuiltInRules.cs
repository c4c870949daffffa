using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// What an API server's validation asks of the built-in kinds that people write by hand: what is required, what values there are, what has
/// to fit together. Not all of Kubernetes' validation; what is here is told in its words.
/// </summary>
internal static partial class BuiltInRules
{
    private const string LabelWords = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    public static IReadOnlyList<FieldError> Problems(ServedKind kind, JsonObject body)
    {
        var spec = body["spec"] as JsonObject ?? [];
        var own = kind.Resource.QualifiedName switch
        {
            "pods" => PodRules.Problems(spec, "spec"),
            "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps" => Workload(spec),
            "jobs.batch" => Job(spec, "spec"),
            "cronjobs.batch" => CronJob(spec),
            "services" => Service(spec),
            "persistentvolumeclaims" => Claim(spec),
            "poddisruptionbudgets.policy" => spec["minAvailable"] is not null && spec["maxUnavailable"] is not null ? [FieldError.Invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set")] : [],
            "roles.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io" => Role(body),
            "clocks.sandbox.k8sops.io" => Clock(spec),
            "customresourcedefinitions.apiextensions.k8s.io" => DefinitionRules.Problems(body),
            _ => [],
        };
        var values = SchemaValidator.Validate(body, kind.Schema).Where(static error => error.Reason == "FieldValueNotSupported" && !error.Path.StartsWith("status", StringComparison.Ordinal));
        return [.. Labels(body), .. own, .. values];
    }

    private static IEnumerable<FieldError> Labels(JsonObject body)
    {
        foreach (var (_, value) in body["metadata"]?["labels"] as JsonObject ?? [])
        {
            var text = value?.ToString() ?? "";
            if (text.Length > 63) yield return FieldError.Invalid("metadata.labels", text, "must be no more than 63 bytes");
            if (!LabelForm().IsMatch(text)) yield return FieldError.Invalid("metadata.labels", text, LabelWords);
        }
    }

    private static IEnumerable<FieldError> Workload(JsonObject spec)
    {
        if ((JsonPaths.Whole(spec["replicas"]) ?? 0) < 0) yield return FieldError.Invalid("spec.replicas", spec["replicas"], "must be greater than or equal to 0");
        if (spec["selector"] is not JsonObject selector)
        {
            yield return FieldError.Required("spec.selector");
        }
        else if (selector.Count == 0)
        {
            yield return FieldError.Invalid("spec.selector", selector, "empty selector is invalid for deployment");
        }
        else
        {
            var labels = spec["template"]?["metadata"]?["labels"] as JsonObject;
            if (!LabelSelector.Holds(selector, labels)) yield return FieldError.Invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        }

        foreach (var error in PodRules.Problems(spec["template"]?["spec"] as JsonObject ?? [], "spec.template.spec")) yield return error;
        if ((string?)spec["template"]?["spec"]?["restartPolicy"] is { Length: > 0 } policy and not "Always") yield return FieldError.Unsupported("spec.template.spec.restartPolicy", policy, ["Always"]);
    }

    private static IEnumerable<FieldError> Job(JsonObject spec, string path)
    {
        var pod = spec["template"]?["spec"] as JsonObject ?? [];
        foreach (var error in PodRules.Problems(pod, path + ".template.spec")) yield return error;
        if ((string?)pod["restartPolicy"] is null or "" or "Always") yield return FieldError.Required(path + ".template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
    }

    private static IEnumerable<FieldError> CronJob(JsonObject spec)
    {
        if ((string?)spec["schedule"] is not { Length: > 0 }) yield return FieldError.Required("spec.schedule");
        foreach (var error in Job(spec["jobTemplate"]?["spec"] as JsonObject ?? [], "spec.jobTemplate.spec")) yield return error;
    }

    private static IEnumerable<FieldError> Service(JsonObject spec)
    {
        var ports = spec["ports"] as JsonArray ?? [];
        var isHeadless = (string?)spec["clusterIP"] == "None" || (string?)spec["type"] == "ExternalName";
        if (ports.Count == 0 && !isHeadless) yield return FieldError.Required("spec.ports");
        for (var i = 0; i < ports.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"spec.ports[{i}]");
            if (ports.Count > 1 && (string?)ports[i]?["name"] is not { Length: > 0 }) yield return FieldError.Required(at + ".name");
            if (JsonPaths.Whole(ports[i]?["port"]) is not (> 0 and < 65536)) yield return FieldError.Invalid(at + ".port", ports[i]?["port"] ?? 0, "must be between 1 and 65535, inclusive");
        }
    }

    private static IEnumerable<FieldError> Claim(JsonObject spec)
    {
        if (spec["accessModes"] is not JsonArray { Count: > 0 }) yield return FieldError.Required("spec.accessModes", "at least 1 access mode is required");
        if (spec["resources"]?["requests"]?["storage"] is not { } size) yield return FieldError.Required("spec.resources[storage]");
        else if (KubeQuantity.TryParseBytes(size.ToString(), out var bytes) && bytes <= 0) yield return FieldError.Invalid("spec.resources[storage]", size, "must be greater than zero");
    }

    /// <summary>The clock moves once its spec is stored, so what it cannot read must not get there.</summary>
    private static IEnumerable<FieldError> Clock(JsonObject spec)
    {
        if ((string?)spec["advance"] is { } text) WorldControl.Duration(text);
        return [];
    }

    private static IEnumerable<FieldError> Role(JsonObject body)
    {
        var rules = body["rules"] as JsonArray ?? [];
        for (var i = 0; i < rules.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"rules[{i}]");
            if (rules[i]?["verbs"] is not JsonArray { Count: > 0 }) yield return FieldError.Required(at + ".verbs", "verbs must contain at least one value");
            if (rules[i]?["nonResourceURLs"] is JsonArray { Count: > 0 }) continue;
            if (rules[i]?["apiGroups"] is not JsonArray { Count: > 0 }) yield return FieldError.Required(at + ".apiGroups", "resource rules must supply at least one api group");
            if (rules[i]?["resources"] is not JsonArray { Count: > 0 }) yield return FieldError.Required(at + ".resources", "resource rules must supply at least one resource");
        }
    }

    [GeneratedRegex("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelForm();
}
