using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Sandbox.Controllers;
using K8sOps.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// Renders charts: of Helm's template language, what stands for a value (<c>{{ .Release.Name }}</c>, <c>{{ .Values.image.tag }}</c>,
/// <c>{{ .Chart.AppVersion }}</c>) anywhere in a text; a text that is nothing else becomes the value itself.
/// </summary>
internal static partial class ChartTemplates
{
    public const string ReleaseName = "{{ .Release.Name }}";

    // The order in which Helm installs kinds; others come last.
    private static readonly string[] InstallOrder =
    [
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "ServiceAccount", "Secret", "ConfigMap",
        "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding",
        "Service", "DaemonSet", "Pod", "ReplicaSet", "Deployment", "StatefulSet", "Job", "CronJob", "Ingress",
    ];

    /// <summary>What a chart makes of its values.</summary>
    /// <param name="files">The chart.</param>
    /// <param name="release">The release's name.</param>
    /// <param name="ns">The namespace that it goes into.</param>
    /// <param name="values">The values that were given to it, which go over those of the chart.</param>
    /// <exception cref="InvalidDataException">A template asks for a value that there is not.</exception>
    public static IReadOnlyList<JsonObject> Render(ImmutableSortedDictionary<string, GitFile> files, string release, string ns, JsonObject values)
    {
        var chart = UpstreamPackage.Chart(files) ?? [];
        var folder = chart.Text("name") + "/";
        var all = files.TryGetValue(folder + "values.yaml", out var own) ? Merge((own.Manifests is [var first, ..] ? first : []), values) : values;
        var scope = new JsonObject
        {
            ["Release"] = new JsonObject { ["Name"] = release, ["Namespace"] = ns, ["Service"] = "Helm" },
            ["Chart"] = new JsonObject { ["Name"] = chart.Text("name"), ["Version"] = chart.Text("version"), ["AppVersion"] = chart.Text("appVersion") },
            ["Values"] = all.DeepClone(),
        };
        var rendered = new List<JsonObject>();
        foreach (var (path, file) in files.Where(file => file.Key.StartsWith(folder + "templates/", StringComparison.Ordinal)))
        {
            foreach (var template in file.Manifests) rendered.Add((JsonObject)Fill(template, scope, $"{path}")!);
        }

        return [.. rendered.OrderBy(static item => Array.IndexOf(InstallOrder, item.Text("kind")) is >= 0 and var place ? place : InstallOrder.Length)];
    }

    /// <summary>Manifests as one text, as Helm stores them.</summary>
    public static string Write(IEnumerable<JsonObject> manifests) => string.Concat(manifests.Select(static manifest => "---\n" + Yaml.Write(manifest)));

    /// <summary>The manifests of a text.</summary>
    public static IReadOnlyList<JsonObject> Read(string text) => [.. Yaml.ParseAll(text).OfType<JsonObject>()];

    /// <summary>Values over others: maps are merged, all else is replaced, a null takes away.</summary>
    public static JsonObject Merge(JsonObject under, JsonObject over)
    {
        var merged = (JsonObject)under.DeepClone();
        foreach (var (name, value) in over)
        {
            if (value is null) merged.Remove(name);
            else if (value is JsonObject map && merged[name] is JsonObject known) merged[name] = Merge(known, map);
            else merged[name] = value.DeepClone();
        }

        return merged;
    }

    private static JsonNode? Fill(JsonNode? template, JsonObject scope, string path) => template switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Fill(pair.Value, scope, path)))),
        JsonArray list => new JsonArray([.. list.Select(item => Fill(item, scope, path))]),
        JsonValue value when value.Text() is { } text && text.Contains("{{", StringComparison.Ordinal) => FillText(text, scope, path),
        _ => template?.DeepClone(),
    };

    private static JsonNode? FillText(string text, JsonObject scope, string path)
    {
        if (Expression().Match(text) is { Success: true } whole && whole.Length == text.Length) return Value(whole, scope, path).DeepClone();
        return Expression().Replace(text, match => Value(match, scope, path).ToString());
    }

    private static JsonNode Value(Match expression, JsonObject scope, string path)
    {
        var steps = expression.Groups["path"].Value.Split('.', StringSplitOptions.RemoveEmptyEntries);
        return scope.At(steps) ?? throw new InvalidDataException($"template: {path}: executing \"{path}\" at <.{string.Join('.', steps)}>: nil pointer evaluating interface {{}}.{steps[^1]}");
    }

    [GeneratedRegex(@"\{\{-?\s*(?<path>(\.[A-Za-z][\w]*)+)\s*-?\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expression();
}
