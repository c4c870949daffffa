using System.Text.RegularExpressions;
using K8sOps.Runbooks.Blocks;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Lint;

/// <summary>Values that can be judged as they stand: those of enumerations, ids of checks, durations, whole numbers, the cluster.</summary>
internal sealed partial class ValueRule(LintFacts facts, ProblemList problems)
{
    private readonly IReadOnlyList<string>? _checks = facts.Checks?.Select(c => c.Id).ToList();

    public void Check(ParameterMetadata parameter, BlockExpression value)
    {
        if (parameter.Name == "Cluster")
        {
            if (value is not { Kind: BlockExpressionKind.Variable } || !string.Equals(value.Text, "Cluster", StringComparison.OrdinalIgnoreCase)) problems.Add(RunbookRules.Specific, value.Line, value.Column, "A runbook runs on the cluster that it is given: -Cluster $Cluster.");
            return;
        }

        foreach (var one in value.Kind == BlockExpressionKind.List ? value.Children : [value])
        {
            if (!one.IsLiteral || parameter.IsSwitch) continue;
            if (Wrong(parameter, one.Text) is { } wrong) problems.Add(wrong.Rule, one.Line, one.Column, wrong.Message);
        }
    }

    private (string Rule, string Message)? Wrong(ParameterMetadata parameter, string text)
    {
        if (parameter.Completer?.EndsWith("CheckIdCompleter", StringComparison.Ordinal) is true)
        {
            var pattern = new NamePattern(text);
            return _checks is null || _checks.Any(pattern.IsMatch) ? null : (RunbookRules.Check, $"There is no check {text}.");
        }

        if (parameter.Values.Count > 0)
        {
            return parameter.Values.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : (RunbookRules.Command, $"-{parameter.Name} is one of {string.Join(", ", parameter.Values)}, not {text}.");
        }

        if (parameter.Attributes.Any(a => a.EndsWith(".DurationAttribute", StringComparison.Ordinal)))
        {
            return Duration().IsMatch(text) ? null : (RunbookRules.Command, $"-{parameter.Name} is a duration, such as 90s, 10m or 1h30m, not {text}.");
        }

        var whole = parameter.Type.TrimEnd('[', ']') is "System.Int32" or "System.Int64";
        return whole && parameter.Attributes.All(a => !a.EndsWith(".SizeAttribute", StringComparison.Ordinal)) && !Whole().IsMatch(text)
            ? (RunbookRules.Command, $"-{parameter.Name} is a whole number, not {text}.")
            : null;
    }

    [GeneratedRegex(@"^(?:[0-9.]+|[0-9]+(?::[0-9]+){1,2}(?:[.][0-9]+)?|(?:[0-9.]+(?:ms|[smhd]))+)$")]
    private static partial Regex Duration();

    [GeneratedRegex("^[+-]?[0-9]+$|^0[xX][0-9a-fA-F]+$|^[0-9]+[kKmMgGtT][bB]$")]
    private static partial Regex Whole();
}
