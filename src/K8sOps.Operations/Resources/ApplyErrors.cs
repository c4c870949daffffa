using System.Text.RegularExpressions;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>What an API server says of a manifest that it does not take, in words that name the field.</summary>
internal static partial class ApplyErrors
{
    /// <summary>Translates a refused apply: field conflicts with their managers, fields that the kind does not have.</summary>
    public static OperationException From(KubeException e, Cluster cluster, ApplyPlan plan)
    {
        var action = $"apply {plan.Target}";
        if (e is KubeApiException { FieldConflicts: { Count: > 0 } conflicts })
        {
            var owners = conflicts.GroupBy(c => c.Manager ?? "another manager", StringComparer.Ordinal).Select(g => $"{g.Key} owns {string.Join(", ", g.Select(c => c.Field).Distinct(StringComparer.Ordinal))}");
            return new OperationException("FieldManagerConflict", OperationCategory.WriteError, plan.Target, $"Cannot {action} on {cluster.Context}: {string.Join("; ", owners)}.",
                "Leave these fields out, or change them where they are owned; -Force takes them over.", e);
        }

        if (e is KubeApiException { StatusCode: 400 or 422 or 500 } refused && Unknown(refused.Message) is { Count: > 0 } fields)
        {
            return new OperationException("Invalid", OperationCategory.InvalidData, plan.Target, $"Cannot {action} on {cluster.Context}: {plan.Resource.ApiVersion} {plan.Resource.Kind} has no field {string.Join(", ", fields)} ({plan.Manifest.Source}).",
                "Check the spelling and the indentation.", e);
        }

        if (e is KubeApiException { Reason: "NotFound", Kind: "namespaces" } && plan.Namespace is not null)
        {
            return new OperationException("NotFound", OperationCategory.ObjectNotFound, plan.Namespace, $"Cannot {action} on {cluster.Context}: there is no namespace {plan.Namespace}.", "Put the Namespace into the same manifest, or make it first.", e);
        }

        return OperationErrors.From(e, cluster.Context, action, plan.Target);
    }

    /// <summary>
    /// The fields that strict validation refused. They stand in the text only: <c>unknown field "spec.x"</c> and <c>duplicate field</c>
    /// (apimachinery, runtime/errors.go, strict decoding), <c>.spec.x: field not declared in schema</c> (structured-merge-diff, typed/).
    /// </summary>
    private static List<string> Unknown(string message)
        => [.. UnknownField().Matches(message).Select(m => "." + m.Groups["field"].Value.TrimStart('.')).Concat(Undeclared().Matches(message).Select(m => m.Groups["field"].Value)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("unknown field \"(?<field>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex UnknownField();

    [GeneratedRegex(@"(?<field>\.\S+): field not declared in schema", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Undeclared();
}
