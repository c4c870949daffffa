using K8sOps.Runbooks.Blocks;

namespace K8sOps.Runbooks.Lint;

/// <summary>
/// A verification that asks for the absence of a finding must not take a check that could not look for one that found nothing:
/// a result that is <c>Unknown</c> names no object, so a filter by object drops it.
/// </summary>
internal sealed class AbsenceRule(CommandRule commands, ProblemList problems)
{
    private static readonly string[] s_differing = ["-ne", "-ine", "-cne", "-notin", "-inotin", "-cnotin", "NE", "CNE", "NotIn", "CNotIn"];

    public void Check(BlockReading code)
    {
        foreach (var expression in code.Statements.SelectMany(Expressions).Where(e => e is { Kind: BlockExpressionKind.Operator, Text: "-not" or "!", Children: [{ Kind: BlockExpressionKind.Parenthesis }] }))
        {
            if (expression.Children[0].Statements is [{ Commands: [var first, ..] } pipeline]) Check(expression, first, pipeline.Commands);
        }
    }

    private void Check(BlockExpression expression, BlockCommand first, IReadOnlyList<BlockCommand> pipeline)
    {
        if (commands.Find(first.Name) is not { } known || !known.OutputTypes.Contains("K8sOps.CheckResult", StringComparer.Ordinal) || first.Arguments.Any(a => a.Parameter is "Quiet")) return;
        var filters = pipeline.Where(c => c.Name.Equals("Where-Object", StringComparison.OrdinalIgnoreCase)).ToList();
        if (filters.Count == 0)
        {
            problems.Add(RunbookRules.Verify, expression.Line, expression.Column, $"{first.Name} always emits something, be it that all is well: let the verification emit what it finds.");
            return;
        }

        var parts = filters.SelectMany(f => f.Arguments).Select(a => a.Value).OfType<BlockExpression>().SelectMany(Expressions).ToList();
        var literals = parts.Where(p => p.IsLiteral).Select(p => p.Text).ToList();
        if (literals.Contains("Unknown", StringComparer.OrdinalIgnoreCase)) return;
        var named = parts.Where(p => p.Kind == BlockExpressionKind.Member).Select(p => p.Text).Concat(filters.Select(f => f.Arguments is [{ Parameter: null, Value: { IsLiteral: true } property }, ..] ? property.Text : null).OfType<string>());
        var operators = parts.Where(p => p.Kind == BlockExpressionKind.Operator).Select(p => p.Text).Concat(filters.SelectMany(f => f.Arguments).Select(a => a.Parameter).OfType<string>());
        var everythingElse = named.All(n => n.Equals("Status", StringComparison.OrdinalIgnoreCase)) && operators.All(o => s_differing.Contains(o, StringComparer.OrdinalIgnoreCase));
        if (!everythingElse) problems.Add(RunbookRules.Verify, expression.Line, expression.Column, "This passes also when the check could not look: keep what is Unknown as well, as in Where-Object { $_.Status -eq 'Unknown' -or (…) }.");
    }

    private static IEnumerable<BlockExpression> Expressions(BlockStatement statement) =>
    [
        .. statement.Expression is { } expression ? Expressions(expression) : [],
        .. statement.Commands.SelectMany(c => c.Arguments).Select(a => a.Value).OfType<BlockExpression>().SelectMany(Expressions),
        .. statement.Sources.SelectMany(Expressions),
        .. statement.Bodies.SelectMany(b => b).SelectMany(Expressions),
    ];

    private static IEnumerable<BlockExpression> Expressions(BlockExpression expression) => [expression, .. expression.Children.SelectMany(Expressions), .. expression.Statements.SelectMany(Expressions)];
}
