using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace K8sOps.Sandbox;

/// <summary>What has to hold in a pod's spec, and in that of a template.</summary>
internal static partial class PodRules
{
    private const string LabelWords = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    public static IEnumerable<FieldError> Problems(JsonObject spec, string path)
    {
        var volumes = (spec["volumes"] as JsonArray ?? []).Select(static volume => (string?)volume?["name"] ?? "").ToList();
        foreach (var error in Repeated(volumes, path + ".volumes")) yield return error;
        if (spec["containers"] is not JsonArray { Count: > 0 }) yield return FieldError.Required(path + ".containers");
        foreach (var list in (string[])["containers", "initContainers"])
        {
            var containers = (spec[list] as JsonArray ?? []).OfType<JsonObject>().ToList();
            for (var i = 0; i < containers.Count; i++)
            {
                foreach (var error in Container(containers[i], string.Create(CultureInfo.InvariantCulture, $"{path}.{list}[{i}]"), volumes)) yield return error;
            }

            foreach (var error in Repeated(containers.ConvertAll(static container => (string?)container["name"] ?? ""), $"{path}.{list}")) yield return error;
        }
    }

    private static IEnumerable<FieldError> Container(JsonObject container, string path, List<string> volumes)
    {
        if ((string?)container["name"] is not { Length: > 0 } name) yield return FieldError.Required(path + ".name");
        else if (name.Length > 63 || !LabelForm().IsMatch(name)) yield return FieldError.Invalid(path + ".name", name, LabelWords);
        if ((string?)container["image"] is not { Length: > 0 } image) yield return FieldError.Required(path + ".image");
        else if (image != image.Trim()) yield return FieldError.Invalid(path + ".image", image, "must not have leading or trailing whitespace");
        // A StatefulSet's claims are volumes too, and stand elsewhere.
        var mounts = path.StartsWith("spec.containers", StringComparison.Ordinal) ? container["volumeMounts"] as JsonArray ?? [] : [];
        for (var i = 0; i < mounts.Count; i++)
        {
            if (!volumes.Contains((string?)mounts[i]?["name"] ?? "")) yield return FieldError.NotFound(string.Create(CultureInfo.InvariantCulture, $"{path}.volumeMounts[{i}].name"), mounts[i]?["name"]);
        }

        foreach (var error in Resources(container, path)) yield return error;
    }

    private static IEnumerable<FieldError> Resources(JsonObject container, string path)
    {
        var limits = container["resources"]?["limits"] as JsonObject ?? [];
        foreach (var (name, value) in container["resources"]?["requests"] as JsonObject ?? [])
        {
            if (!K8sOps.Kubernetes.KubeQuantity.TryParseCores(value?.ToString(), out var asked) || limits[name] is not { } limit) continue;
            if (K8sOps.Kubernetes.KubeQuantity.TryParseCores(limit.ToString(), out var most) && asked > most) yield return FieldError.Invalid(path + ".resources.requests", value, $"must be less than or equal to {name} limit of {limit}");
        }
    }

    private static IEnumerable<FieldError> Repeated(List<string> names, string path)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i].Length > 0 && names.IndexOf(names[i]) < i) yield return FieldError.Duplicate(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}].name"), names[i]);
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelForm();
}
