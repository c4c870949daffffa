using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Variables of <c>spec.postBuild</c>, put into manifests: <c>${name}</c> and <c>${name:=default}</c>.</summary>
internal static partial class KustomizeVariables
{
    private const string Switch = "kustomize.toolkit.fluxcd.io/substitute";

    /// <summary>A manifest with its variables put in.</summary>
    /// <exception cref="FluxException">What variables come from is not there.</exception>
    public static JsonObject Substitute(WorldIndex world, JsonObject kustomization, JsonObject postBuild, JsonObject manifest)
    {
        if (manifest.Annotation(Switch) == "disabled" || manifest.Label(Switch) == "disabled") return manifest;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in postBuild.Objects("substituteFrom")) Take(world, kustomization, reference, values, manifest);
        foreach (var (name, value) in postBuild.Object("substitute") ?? []) values[name] = value.Text() ?? "";
        return values.Count == 0 ? manifest : Replace(manifest, values)!.AsObject();
    }

    private static void Take(WorldIndex world, JsonObject kustomization, JsonObject reference, Dictionary<string, string> values, JsonObject manifest)
    {
        var (kind, name) = (reference.Text("kind"), reference.Text("name") ?? "");
        var isSecret = kind == "Secret";
        var holder = world.Get(isSecret ? Kinds.Secrets : Kinds.ConfigMaps, kustomization.Namespace(), name);
        if (holder is null)
        {
            if (reference.Flag("optional")) return;
            throw new FluxException("BuildFailed", $"post build failed for '{manifest.Text("kind")}/{manifest.Name()}': substitute from '{kind}/{name}' error: {(isSecret ? "secrets" : "configmaps")} \"{name}\" not found");
        }

        foreach (var (key, value) in holder.Object("data") ?? [])
        {
            var text = value.Text() ?? "";
            values[key] = isSecret ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(text)) : text;
        }
    }

    private static JsonNode? Replace(JsonNode? node, Dictionary<string, string> values) => node switch
    {
        JsonObject map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Replace(pair.Value, values)))),
        JsonArray list => new JsonArray([.. list.Select(item => Replace(item, values))]),
        JsonValue value when value.Text() is { } text && text.Contains('$', StringComparison.Ordinal) => JsonValue.Create(Variable().Replace(text, match => Value(match, values))),
        _ => node?.DeepClone(),
    };

    private static string Value(Match match, Dictionary<string, string> values) =>
        values.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Groups["default"].Value;

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:[=-](?<default>[^}]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
