namespace K8sOps.Runbooks;

/// <summary>A runbook that fails the lint can be read and searched, not run.</summary>
internal static class RunbookGuard
{
    /// <summary>Lets a clean one pass.</summary>
    /// <exception cref="OperationException"><c>RunbookNotClean</c>.</exception>
    public static void Check(RunbookReading reading)
    {
        var problems = ModuleFacts.Problems(reading);
        if (problems.Count == 0) return;
        var first = problems[0];
        throw new OperationException("RunbookNotClean", OperationCategory.InvalidData, reading.Runbook.Name,
            $"{reading.Runbook.Path ?? reading.Runbook.Name} does not pass the lint, so it can be read and not run: line {first.Line}: {first.Message}{(problems.Count > 1 ? $" And {problems.Count - 1} more." : "")}",
            $"Test-Runbook {reading.Runbook.Name}");
    }
}
