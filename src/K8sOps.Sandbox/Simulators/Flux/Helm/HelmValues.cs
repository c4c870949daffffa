using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The values of a HelmRelease: what <c>valuesFrom</c> names, in order, and over it those of the spec.</summary>
internal static class HelmValues
{
    /// <summary>Puts the values together.</summary>
    /// <returns>What went wrong, in the controller's words; null when nothing did.</returns>
    public static string? Of(WorldIndex world, JsonObject release, HelmOptions options, out JsonObject values)
    {
        values = [];
        foreach (var reference in options.ValuesFrom)
        {
            var kind = reference.Text("kind") ?? "";
            var name = reference.Text("name") ?? "";
            var key = reference.Text("valuesKey") ?? "values.yaml";
            var told = $"could not resolve {kind} chart values reference '{release.Namespace()}/{name}' with key '{key}'";
            var resource = kind == "Secret" ? Kinds.Secrets : Kinds.ConfigMaps;
            if (world.Get(resource, release.Namespace(), name) is not { } from)
            {
                if (reference.Flag("optional")) continue;
                return $"{told}: {resource.Plural} \"{name}\" not found";
            }

            if (Text(from, key, kind) is not { } text)
            {
                if (reference.Flag("optional")) continue;
                return $"{told}: missing key";
            }

            if (reference.Text("targetPath") is { } path)
            {
                values = ChartTemplates.Merge(values, Nested(path.Split('.'), text));
                continue;
            }

            try
            {
                if (Yaml.Parse(text) is JsonObject map) values = ChartTemplates.Merge(values, map);
            }
            catch (YamlFormatException error)
            {
                return $"unable to read values from key '{key}' in {kind} '{release.Namespace()}/{name}': {error.Message}";
            }
        }

        values = ChartTemplates.Merge(values, options.Values);
        return null;
    }

    private static string? Text(JsonObject from, string key, string kind)
    {
        if (from.Text("data", key) is not { } text) return null;
        return kind == "Secret" ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : text;
    }

    private static JsonObject Nested(ReadOnlySpan<string> path, string text) =>
        new() { [path[0]] = path.Length == 1 ? Plain(text.TrimEnd('\n')) : Nested(path[1..], text) };

    /// <summary>A text as <c>helm --set</c> takes it: numbers and truth values are such.</summary>
    private static JsonNode? Plain(string text) => text switch
    {
        "true" => true,
        "false" => false,
        "null" => null,
        _ => long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : text,
    };
}
