namespace K8sOps.Runbooks.Lint;

/// <summary>Every parameter is used by some step.</summary>
internal static class ParameterRule
{
    public static void Check(RunbookReading reading, ProblemList problems)
    {
        var used = reading.Blocks.Where(b => b.Kind != RunbookBlockKind.Manual).SelectMany(b => BlockVariables.Of(b.Code)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var mention in reading.Mentions.Where(m => m.Kind == RunbookMentionKind.Parameter && !used.Contains(m.Text)))
        {
            problems.Add(RunbookRules.Parameter, mention.Line, mention.Column, $"No step uses the parameter {mention.Text}.");
        }
    }
}
