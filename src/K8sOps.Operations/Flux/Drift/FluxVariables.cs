using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Text;

namespace K8sOps.Flux;

/// <summary>The variables of a Kustomization's <c>spec.postBuild</c>, and what becomes of an object that they are put into.</summary>
internal sealed partial class FluxVariables
{
    private const string Switch = FluxAnnotations.KustomizePrefix + "substitute";
    private static readonly KubeResource s_configMaps = new("", "v1", "configmaps", "ConfigMap", IsNamespaced: true);
    private static readonly KubeResource s_secrets = new("", "v1", "secrets", "Secret", IsNamespaced: true);
    private readonly IReadOnlyDictionary<string, string> _values;

    internal FluxVariables(IReadOnlyDictionary<string, string> values) => _values = values;

    /// <summary>The variables of an app; null where nothing is to be put in: no <c>postBuild</c>, or no variable at all.</summary>
    /// <exception cref="OperationException"><c>BuildFailed</c> for a name that the controller refuses, or a ConfigMap or Secret that is not there; what the cluster refuses.</exception>
    public static async Task<FluxVariables?> ReadAsync(Cluster cluster, FluxTarget app, CancellationToken cancellationToken)
    {
        if (app.Live.At("spec", "postBuild") is not JsonObject postBuild) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var reference in postBuild.Items("substituteFrom"))
        {
            var isSecret = reference.Text("kind") == "Secret";
            var name = reference.Text("name") ?? "";
            var found = await new ResourceService(cluster).FindAsync(isSecret ? s_secrets : s_configMaps, app.Namespace, name, cancellationToken).ConfigureAwait(false);
            if (found is null && !reference.Flag("optional")) throw Failed(app, $"its variables come from {reference.Text("kind")} {app.Namespace}/{name}, which is not there");
            foreach (var (key, value) in found.Texts("data")) values[key] = OneLine(isSecret ? Decoded(value, app, name) : value);
        }

        foreach (var (key, value) in postBuild.Texts("substitute")) values[key] = OneLine(value);
        if (values.Keys.FirstOrDefault(k => !VariableName().IsMatch(k)) is { } bad) throw Failed(app, $"'{bad}' is no name of a variable that Flux takes");
        return values.Count == 0 && postBuild.Text("substituteStrategy") != "Always" ? null : new FluxVariables(values);
    }

    /// <summary>
    /// The object with the variables put in. The controller does it in the text that it writes of the object, where a text stands without
    /// quotes unless it must: so <c>"${replicas}"</c> becomes a number.
    /// </summary>
    /// <exception cref="FormatException">It holds an expression that the controller refuses.</exception>
    public JsonObject Apply(JsonObject o)
        => o.Text("metadata", "labels", Switch) == "disabled" || o.Text("metadata", "annotations", Switch) == "disabled" ? o : (JsonObject)Of(o)!;

    private JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(FluxVariableText.Expand(p.Key, _values), Of(p.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Of)]),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Contains('$', StringComparison.Ordinal) => OfText(text),
        _ => node?.DeepClone(),
    };

    private JsonNode? OfText(string text)
    {
        var expanded = FluxVariableText.Expand(text, _values);
        if (expanded == text || !StandsWithoutQuotes(text)) return JsonValue.Create(expanded);
        try
        {
            return Yaml.Parse("v: " + expanded)?["v"]?.DeepClone();
        }
        catch (YamlFormatException e)
        {
            throw new FormatException("with its variables put in, it is no YAML any more", e);
        }
    }

    // As Go's YAML writer decides it for a text of one line; the text has a $, so it can be no number or boolean.
    private static bool StandsWithoutQuotes(string text)
        => !text.AsSpan().ContainsAny('\n', '\r', '\t') && text[0] is not (' ' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`')
            && !(text[0] is '-' or '?' or ':' && (text.Length == 1 || text[1] == ' ')) && text[^1] is not (' ' or ':')
            && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !text.StartsWith("---", StringComparison.Ordinal) && !text.StartsWith("...", StringComparison.Ordinal);

    private static string OneLine(string value) => value.Replace("\n", "", StringComparison.Ordinal);

    private static string Decoded(string value, FluxTarget app, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(value));
        }
        catch (FormatException e)
        {
            throw Failed(app, $"a value of Secret {app.Namespace}/{name} is no base64", e);
        }
    }

    private static OperationException Failed(FluxTarget app, string why, Exception? inner = null)
        => new("BuildFailed", OperationCategory.InvalidData, app.Path, $"Cannot build {app}: {why}.", null, inner);

    [GeneratedRegex(@"^[_A-Za-z][_A-Za-z0-9]*\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
