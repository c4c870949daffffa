using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>
/// Where a field stands in an object: <c>.spec.template.spec.containers[name=app].image</c>. Elements of a list are named by their
/// key where they have one; a name that is no plain word stands in quotes (<c>.metadata.labels['app.kubernetes.io/name']</c>).
/// </summary>
public sealed class FieldPath
{
    private FieldPath(IReadOnlyList<Step> steps) => Steps = steps;

    /// <summary>The object itself.</summary>
    public static FieldPath Root { get; } = new([]);

    internal IReadOnlyList<Step> Steps { get; }

    /// <summary>A field of a field, such as <c>Of("spec", "replicas")</c>.</summary>
    public static FieldPath Of(params IReadOnlyList<string> fields) => new([.. fields.Select(f => new Step(f, null, null))]);

    /// <summary>Whether the path leads through these fields first.</summary>
    public bool IsUnder(params IReadOnlyList<string> fields)
    {
        if (Steps.Count < fields.Count) return false;
        for (var i = 0; i < fields.Count; i++)
        {
            if (Steps[i].Field != fields[i]) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            if (step.Keys is { } keys) text.Append('[').AppendJoin(',', keys.Select(k => $"{k}={step.Element![k]}")).Append(']');
            else if (step.Index is { } index) text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            else if (IsWord(step.Field!)) text.Append('.').Append(step.Field);
            else text.Append("['").Append(step.Field).Append("']");
        }

        return text.Length == 0 ? "." : text.ToString();
    }

    internal FieldPath Field(string name) => new([.. Steps, new Step(name, null, null)]);

    internal FieldPath ElementBy(IReadOnlyList<string> keys, JsonObject element) => new([.. Steps, new Step(null, null, element) { Keys = keys }]);

    internal FieldPath ElementAt(int index) => new([.. Steps, new Step(null, index, null)]);

    private static bool IsWord(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    /// <summary>One step: a field of a map, or an element of a list by its key or its place.</summary>
    internal sealed record Step(string? Field, int? Index, JsonObject? Element)
    {
        /// <summary>The fields that tell the element from the others.</summary>
        public IReadOnlyList<string>? Keys { get; init; }
    }
}
