namespace K8sOps.Engine;

/// <summary>What a command that did not come to its end says of what it changed: nothing of it is left out, and the way back comes last.</summary>
internal static class StoppedWork
{
    /// <summary>The warnings; none where nothing was changed, or where the command came to its end and every outcome is known.</summary>
    /// <param name="command">The command.</param>
    /// <param name="changes">What it announced, in order.</param>
    /// <param name="isStopped">True when the user stopped it.</param>
    public static IEnumerable<string> Warnings(string command, IReadOnlyCollection<PendingChange> changes, bool isStopped)
    {
        var made = changes.Where(c => isStopped && c.Outcome == ChangeOutcome.Made).Select(c => c.Change).ToList();
        if (made.Count > 0) yield return $"{command} was stopped. Done before: {string.Join("; ", made)}.";
        foreach (var change in changes.Where(c => c.Outcome is not (ChangeOutcome.Made or ChangeOutcome.Refused)).Select(c => c.Change))
        {
            yield return $"{command} was stopped while this was under way, and it is not known whether it took effect: {change}.{(change.Compensation is null ? "" : $" To take it back: {change.Compensation}")}";
        }

        foreach (var change in made.Where(c => c.Compensation is not null).Reverse()) yield return $"To take back {change}: {change.Compensation}";
    }
}
