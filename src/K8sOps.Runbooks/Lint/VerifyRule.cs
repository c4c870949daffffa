using K8sOps.Runbooks.Blocks;

namespace K8sOps.Runbooks.Lint;

/// <summary>A verification emits Booleans, check results or records; text or a number would be true whatever it says, and nothing proves nothing.</summary>
internal sealed class VerifyRule(CommandRule commands, ProblemList problems)
{
    private static readonly string[] s_numbers = ["Count", "Length", "TotalSeconds", "TotalMinutes", "TotalHours", "TotalDays"];
    private static readonly string[] s_judging = ["-and", "-or", "-xor", "-not", "!"];
    private static readonly string[] s_making = ["-f", "-join", "+", "-", "*", "/", "%", "..", "-band", "-bor", "-bxor", "-shl", "-shr"];

    public void Check(RunbookBlock block, BlockReading code)
    {
        if (code.Problems.Count > 0 || block.Code.Trim().Length == 0) return;
        if (!Emits(code.Statements)) problems.Add(RunbookRules.Verify, block.Line, block.Column, "The verification emits nothing: silence proves nothing. To prove an absence: -not (…).");
    }

    /// <summary>Whether something can come of the statements; what comes and cannot prove anything is told.</summary>
    private bool Emits(IEnumerable<BlockStatement> statements)
    {
        var any = false;
        foreach (var statement in statements)
        {
            any |= statement.Kind switch
            {
                BlockStatementKind.Pipeline => Emits(statement, statement.Commands.Count),
                BlockStatementKind.If or BlockStatementKind.ForEach => statement.Bodies.Aggregate(false, (found, body) => Emits(body) || found),
                _ => false,
            };
        }

        return any;
    }

    /// <summary>What comes out of the first so many commands of a pipeline.</summary>
    private bool Emits(BlockStatement pipeline, int count)
    {
        if (count == 0) return pipeline.Expression is { } expression && Emits(expression);
        var command = pipeline.Commands[count - 1];
        if (HostCommands.Find(command.Name) is not { } host) return Ours(command);
        switch (host.Emits)
        {
            case HostEmission.Nothing:
                return false;
            case HostEmission.Other:
                Wrong(command.Line, command.Column, $"{command.Name} emits neither Booleans nor records, so the verification would pass whatever is there");
                return true;
            case HostEmission.Block:
                var block = command.Arguments.Select(a => a.Value).FirstOrDefault(v => v?.Kind == BlockExpressionKind.ScriptBlock);
                return block is null || Emits(block.Statements);
            case HostEmission.Input when command.Name.Equals("Select-Object", StringComparison.OrdinalIgnoreCase) && Reshapes(command):
                Wrong(command.Line, command.Column, "Select-Object with properties makes something else of a record");
                return true;
            case HostEmission.Input when command.TakesPipeline:
                return Emits(pipeline, count - 1);
            default:
                return true;
        }
    }

    private bool Ours(BlockCommand command)
    {
        if (commands.Find(command.Name) is not { OutputTypes.Count: > 0 } known || known.OutputTypes.Any(t => t.StartsWith("K8sOps.", StringComparison.Ordinal) || t == "System.Boolean")) return true;
        if (known.OutputTypes.All(t => t == "System.Void")) return false;
        Wrong(command.Line, command.Column, $"{command.Name} emits {string.Join(", ", known.OutputTypes)}");
        return true;
    }

    private static bool Reshapes(BlockCommand command) => command.Arguments.Any(a => a.Parameter is not null
        && (a.Parameter.Equals("Property", StringComparison.OrdinalIgnoreCase) || a.Parameter.Equals("ExpandProperty", StringComparison.OrdinalIgnoreCase) || a.Parameter.Equals("ExcludeProperty", StringComparison.OrdinalIgnoreCase)))
        || command.Arguments is [{ Parameter: null }, ..];

    private bool Emits(BlockExpression expression)
    {
        switch (expression.Kind)
        {
            case BlockExpressionKind.String or BlockExpressionKind.ExpandableString:
                Wrong(expression.Line, expression.Column, "A text is true whatever it says, even 'False'");
                return true;
            case BlockExpressionKind.Number or BlockExpressionKind.Table:
            case BlockExpressionKind.Member when s_numbers.Contains(expression.Text, StringComparer.OrdinalIgnoreCase):
            case BlockExpressionKind.Operator when s_making.Contains(expression.Text, StringComparer.Ordinal):
                Wrong(expression.Line, expression.Column, "A number or text is no verdict: compare it");
                return true;
            case BlockExpressionKind.Variable when expression.Text.ToLowerInvariant() is "true" or "false":
                Wrong(expression.Line, expression.Column, $"${expression.Text} proves nothing");
                return true;
            case BlockExpressionKind.Variable when expression.Text.Equals("null", StringComparison.OrdinalIgnoreCase):
                return false;
            case BlockExpressionKind.Parenthesis or BlockExpressionKind.SubExpression:
                return Emits(expression.Statements);
            case BlockExpressionKind.List:
                return expression.Children.Aggregate(false, (found, child) => Emits(child) || found);
            case BlockExpressionKind.Operator when !s_judging.Contains(expression.Text, StringComparer.Ordinal) && expression.Children is [{ Kind: BlockExpressionKind.List or BlockExpressionKind.SubExpression } left, _]:
                Wrong(left.Line, left.Column, $"With several values on its left {expression.Text} picks out of them instead of comparing: put them right of -in, or count them");
                return true;
            default:
                return true;
        }
    }

    private void Wrong(int line, int column, string message) => problems.Add(RunbookRules.Verify, line, column, $"{message}: a verification emits Booleans, check results or records.");
}
