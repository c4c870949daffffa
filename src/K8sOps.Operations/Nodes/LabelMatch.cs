using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>Decides a <c>metav1.LabelSelector</c> where the server cannot be asked to.</summary>
internal static class LabelMatch
{
    /// <summary>Whether the selector selects the labels. An empty selector selects everything, a missing one nothing.</summary>
    public static bool Selects(JsonNode? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is not JsonObject) return false;
        foreach (var (key, value) in selector.Texts("matchLabels"))
        {
            if (!labels.TryGetValue(key, out var label) || label != value) return false;
        }

        return selector.Items("matchExpressions").All(e => Holds(e, labels));
    }

    private static bool Holds(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        var isSet = labels.TryGetValue(expression.Text("key") ?? "", out var label);
        var values = (expression["values"] as JsonArray ?? []).Select(v => v.Text());
        return expression.Text("operator") switch
        {
            "In" => isSet && values.Contains(label),
            // Also true of what has no such label: the server's own rule.
            "NotIn" => !isSet || !values.Contains(label),
            "Exists" => isSet,
            "DoesNotExist" => !isSet,
            _ => false,
        };
    }
}
