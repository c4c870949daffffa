using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using K8sOps.Kube;

namespace K8sOps.Flux;

/// <summary>
/// One of an app's rules about fields that Flux leaves alone (<c>spec.ignore</c> of a Kustomization, <c>spec.driftDetection.ignore</c> of a
/// HelmRelease): JSON pointers, for all objects or for those that a target selects.
/// </summary>
internal sealed class FluxIgnoreRule
{
    private readonly JsonObject? _target;
    private readonly IReadOnlyList<string> _pointers;

    private FluxIgnoreRule(JsonObject? target, IReadOnlyList<string> pointers)
    {
        _target = target;
        _pointers = pointers;
    }

    /// <summary>The rules of an app.</summary>
    public static IReadOnlyList<FluxIgnoreRule> Of(FluxTarget app)
        => [.. (app.Resource == FluxKinds.HelmReleases ? app.Live.Items("spec", "driftDetection", "ignore") : app.Live.Items("spec", "ignore"))
            .Select(r => new FluxIgnoreRule(r["target"] as JsonObject, [.. (r["paths"] as JsonArray ?? []).Select(p => p.Text()).OfType<string>()]))];

    /// <summary>Whether the rule is about this object.</summary>
    /// <exception cref="FormatException">Its target is one that the controller refuses.</exception>
    public bool IsAbout(JsonObject o)
    {
        if (_target is null) return true;
        var version = o.Text("apiVersion") ?? "";
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return Matches("group", slash < 0 ? "" : version[..slash]) && Matches("version", version[(slash + 1)..]) && Matches("kind", o.Text("kind"))
            && Matches("name", o.Text("metadata", "name")) && Matches("namespace", o.Text("metadata", "namespace"))
            && SelectorText.Selects(_target.Text("labelSelector"), o.Texts("metadata", "labels")) && SelectorText.Selects(_target.Text("annotationSelector"), o.Texts("metadata", "annotations"));
    }

    /// <summary>Takes the fields out of both states of an object, so that they cannot differ.</summary>
    public void TakeOut(JsonObject one, JsonObject other)
    {
        foreach (var pointer in _pointers)
        {
            // The empty pointer is the whole object.
            var steps = pointer.Length == 0 ? [] : pointer[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
            foreach (var o in (JsonObject[])[one, other])
            {
                if (steps.Count == 0) o.Clear();
                else Remove(o, steps, 0);
            }
        }
    }

    // A map that is left empty goes too: the other state may never have had it.
    private static void Remove(JsonNode? at, List<string> steps, int depth)
    {
        var isLast = depth == steps.Count - 1;
        if (at is JsonObject map)
        {
            if (isLast) map.Remove(steps[depth]);
            else Remove(map[steps[depth]], steps, depth + 1);
            if (map[steps[depth]] is JsonObject { Count: 0 }) map.Remove(steps[depth]);
        }
        else if (at is JsonArray list && int.TryParse(steps[depth], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count)
        {
            // The others keep their places.
            if (isLast) list[index] = new JsonObject();
            else Remove(list[index], steps, depth + 1);
        }
    }

    private bool Matches(string field, string? value)
    {
        if (_target.Text(field) is not { Length: > 0 } pattern) return true;
        try
        {
            return Regex.IsMatch(value ?? "", $"^(?:{pattern})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new FormatException($"the app's rule about ignored fields has a target whose {field} '{pattern}' is no expression that can be read", e);
        }
    }
}
