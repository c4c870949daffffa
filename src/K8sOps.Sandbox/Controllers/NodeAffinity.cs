using System.Globalization;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Node selectors and required node affinity of pods and volumes.</summary>
internal static class NodeAffinity
{
    public static bool Matches(JsonObject pod, JsonObject node)
    {
        if (pod.Object("spec", "nodeSelector") is { } selector && !Fields.HasAll(selector, node.Object("metadata", "labels"))) return false;
        return MatchesTerms(pod.Object("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"), node);
    }

    /// <summary>Any of the terms; within a term all expressions. No selector takes every node.</summary>
    public static bool MatchesTerms(JsonObject? nodeSelector, JsonObject node)
    {
        if (nodeSelector is null) return true;
        return nodeSelector.Objects("nodeSelectorTerms").Any(term => MatchesTerm(term, node));
    }

    private static bool MatchesTerm(JsonObject term, JsonObject node)
    {
        var name = new JsonObject { ["metadata.name"] = node.Name() };
        var labels = node.Object("metadata", "labels");
        var any = term.Objects("matchExpressions").Any() || term.Objects("matchFields").Any();
        return any
            && term.Objects("matchExpressions").All(expression => MatchesExpression(expression, labels))
            && term.Objects("matchFields").All(field => Fields.MatchesExpression(field, name));
    }

    private static bool MatchesExpression(JsonObject expression, JsonObject? labels)
    {
        if (expression.Text("operator") is not ("Gt" or "Lt")) return Fields.MatchesExpression(expression, labels);
        if (!long.TryParse(labels.Text(expression.Text("key") ?? ""), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)) return false;
        if (!long.TryParse(expression.Texts("values").FirstOrDefault(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var bound)) return false;
        return expression.Text("operator") == "Gt" ? value > bound : value < bound;
    }
}
