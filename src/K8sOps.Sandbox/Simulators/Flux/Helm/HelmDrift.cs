using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>An object that is otherwise than its release says.</summary>
/// <param name="Manifest">What the release says.</param>
/// <param name="Desired">The object as it is to be.</param>
/// <param name="Added">How many fields are missing.</param>
/// <param name="Changed">How many fields have another value.</param>
/// <param name="Removed">How many fields are too many.</param>
/// <param name="IsGone">Whether it is not there at all.</param>
internal sealed record HelmDrift(JsonObject Manifest, JsonObject Desired, int Added, int Changed, int Removed, bool IsGone = false)
{
    /// <summary>How messages name it: <c>Deployment/observability/grafana</c>.</summary>
    public string Subject => Manifest.Namespace() is { } ns ? $"{Manifest.Text("kind")}/{ns}/{Manifest.Name()}" : $"{Manifest.Text("kind")}/{Manifest.Name()}";

    /// <summary>How messages tell it.</summary>
    public override string ToString() => IsGone ? $"{Subject} removed" : $"{Subject} changed ({Added} additions, {Changed} changes, {Removed} removals)";

    /// <summary>How an object differs; null when it does not.</summary>
    /// <param name="manifest">What the release says.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="desired">The object as it is to be.</param>
    /// <param name="ignored">Rules for fields that do not count: <c>paths</c> and <c>target</c>.</param>
    public static HelmDrift? Of(JsonObject manifest, JsonObject live, JsonObject desired, IReadOnlyList<JsonObject> ignored)
    {
        foreach (var path in ignored.Where(rule => IsMeant(rule.Object("target"), manifest)).SelectMany(static rule => rule.Texts("paths"))) Keep(desired, live, path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        var (added, changed, removed) = (0, 0, 0);
        Count(live, desired);
        return added + changed + removed == 0 ? null : new HelmDrift(manifest, desired, added, changed, removed);

        void Count(JsonNode? was, JsonNode? wanted)
        {
            if (JsonNode.DeepEquals(was, wanted)) return;
            if (was is JsonObject map && wanted is JsonObject other)
            {
                foreach (var name in map.Select(static pair => pair.Key).Union(other.Select(static pair => pair.Key)))
                {
                    if (!map.ContainsKey(name)) added++;
                    else if (!other.ContainsKey(name)) removed++;
                    else Count(map[name], other[name]);
                }
            }
            else if (was is JsonArray list && wanted is JsonArray others && list.Count == others.Count)
            {
                for (var i = 0; i < list.Count; i++) Count(list[i], others[i]);
            }
            else
            {
                changed++;
            }
        }
    }

    private static bool IsMeant(JsonObject? target, JsonObject manifest) => target is null
        || ((target.Text("kind") is not { } kind || kind == manifest.Text("kind"))
            && (target.Text("name") is not { } name || name == manifest.Name())
            && (target.Text("namespace") is not { } ns || ns == manifest.Namespace()));

    /// <summary>Leaves a field as it is, or missing as it is.</summary>
    private static void Keep(JsonNode? desired, JsonNode? live, ReadOnlySpan<string> path)
    {
        if (path.Length == 0) return;
        var step = path[0].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        if (desired is JsonArray list)
        {
            if (int.TryParse(step, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < list.Count) Keep(list[index], (live as JsonArray)?.ElementAtOrDefault(index), path[1..]);
        }
        else if (desired is JsonObject map)
        {
            if (path.Length > 1) Keep(map[step], (live as JsonObject)?[step], path[1..]);
            else if (live.At(step) is { } value) map[step] = value.DeepClone();
            else map.Remove(step);
        }
    }
}
