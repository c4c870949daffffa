using K8sOps.Runbooks.Blocks;
using K8sOps.Text;

namespace K8sOps.Runbooks.Lint;

/// <summary>Holds a runbook to the rules of the format. It never stops at the first finding.</summary>
public static class RunbookLint
{
    /// <summary>Everything that is wrong with a runbook, its form first read by <see cref="RunbookReader"/>, in the order of the text.</summary>
    public static IReadOnlyList<RunbookProblem> Check(RunbookReading reading, LintFacts facts)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(facts);
        var problems = new ProblemList();
        foreach (var problem in reading.Problems) problems.Add(problem.Rule, problem.Line, problem.Column, problem.Message);
        var commands = new CommandRule(facts, problems);
        foreach (var block in reading.Blocks.Where(b => b.Kind != RunbookBlockKind.Manual))
        {
            var code = BlockReader.Read(block.Code, block.Line, block.Column);
            Block(code, problems);
            VariableRule.Check(code, reading.Runbook.Parameters, problems);
            commands.Check(code, needsCluster: true);
            if (block.Kind == RunbookBlockKind.Verify)
            {
                new VerifyRule(commands, problems).Check(block, code);
                new AbsenceRule(commands, problems).Check(code);
            }

            if (block.Kind == RunbookBlockKind.Verify || block.Section == RunbookSection.Diagnosis) commands.CheckOnlyLooks(code, block.Kind == RunbookBlockKind.Verify ? "a verification" : "a diagnosis");
        }

        QuickReference(reading, commands, problems);
        ParameterRule.Check(reading, problems);
        NameRule.Check(reading, facts, problems);
        SpecificRule.Check(reading.Runbook.Text, problems);
        LinkRule.Check(reading, problems);

        // A line within an indented block may be shorter than the indentation that was taken off its neighbours.
        var lines = reading.Runbook.Text.Split('\n');
        return [.. problems.InOrder.Select(p => p.Line <= lines.Length && p.Column > lines[p.Line - 1].Length + 1 ? p with { Column = lines[p.Line - 1].Length + 1 } : p)];
    }

    private static void Block(BlockReading code, ProblemList problems)
    {
        foreach (var problem in code.Problems) problems.Add(problem.Rule, problem.Line, problem.Column, problem.Message);
    }

    /// <summary>Our commands stand first, and are held to what they know; those of others are shown.</summary>
    private static void QuickReference(RunbookReading reading, CommandRule commands, ProblemList problems)
    {
        var foreign = false;
        foreach (var mention in reading.Mentions.Where(m => m.Kind == RunbookMentionKind.Command))
        {
            if (!CommandRule.LooksLikeCommand(mention.Text))
            {
                foreign = true;
                continue;
            }

            if (foreign) problems.Add(RunbookRules.Table, mention.Line, mention.Column, "The commands of this module stand before those of other tools.");
            var code = BlockReader.Read(mention.Text, mention.Line, mention.Column);
            Block(code, problems);
            VariableRule.Check(code, reading.Runbook.Parameters, problems);
            commands.Check(code, needsCluster: false);
        }
    }
}
