namespace K8sOps.Runbooks.Runs;

/// <summary>Finds changes that came to nothing, because a later one put back what was before them.</summary>
internal static class UndoneChanges
{
    /// <summary>
    /// The changes of one object that together leave it as it was before the first of them, the last one included: to take back the last
    /// and not the first would bring the first one back. Empty where the last has undone nothing.
    /// </summary>
    /// <param name="last">The change that may have put something back.</param>
    /// <param name="changes">All changes, in order.</param>
    /// <param name="isAlone">Whether nothing but a command's own way back would take a change back; a block that does is not looked into.</param>
    public static IReadOnlyList<RunChange> By(RunChange last, IReadOnlyList<RunChange> changes, Func<RunChange, bool> isAlone)
    {
        var chain = changes.Where(c => c.Number <= last.Number && c.Outcome != ChangeOutcome.Refused && IsSameObject(c.Change, last.Change)).ToList();
        for (; chain.Count > 1; chain.RemoveAt(0))
        {
            if (chain.TrueForAll(c => c.Outcome == ChangeOutcome.Made) && chain.Skip(1).All(isAlone) && IsNothing(chain)) return chain;
        }

        return [];
    }

    /// <summary>Whether every field is in the end what it was in the beginning.</summary>
    private static bool IsNothing(List<RunChange> chain)
    {
        // Where the values are not known, the counterpart of the command that made the change has undone it; the same command with other values may not have.
        if (!chain.TrueForAll(IsTold)) return chain is [var first, var last] && first.Change.Command != last.Change.Command && Compensates(last.Change.Command, first.Change);
        return chain.SelectMany(c => c.Fields).GroupBy(f => f.Path, StringComparer.Ordinal).All(f => f.First().Before == f.Last().After);
    }

    /// <summary>Whether the journal has every field's value before and after: commands of Ceph do not tell what came of them, and secrets are not kept.</summary>
    private static bool IsTold(RunChange change)
        => change.Fields is { Count: > 0 } fields && fields.All(f => change.After.Any(a => a.Path == f.Path) && !IsRedacted(f.Before) && !IsRedacted(f.After));

    private static bool IsRedacted(string? value) => value?.Contains(SecretPattern.Redacted, StringComparison.Ordinal) == true;

    private static bool Compensates(string command, Change change) => change.Compensation?.StartsWith(command + " ", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsSameObject(Change one, Change other) => (one.Cluster, one.Kind, one.Namespace, one.Name) == (other.Cluster, other.Kind, other.Namespace, other.Name);
}
