namespace K8sOps;

/// <summary>A place in a runbook that was looked for.</summary>
public sealed record RunbookMatch
{
    /// <summary>The runbook's name.</summary>
    public required string Runbook { get; init; }

    /// <summary>The symptom, or null where the place is something else.</summary>
    public string? Symptom { get; init; }

    /// <summary>The place, such as <c>Symptom: OSD down</c>, <c>Procedure: Replace a failed OSD</c>, or the runbook's title.</summary>
    public required string Title { get; init; }

    /// <summary>What was found there: the words, the alert, or the check.</summary>
    public required string Why { get; init; }

    /// <summary>How well it fits: more is better, and comparable only within one search.</summary>
    public int Score { get; init; }

    /// <summary>The anchors of the steps and procedures to go to, in their order; none for a runbook as a whole.</summary>
    public IReadOnlyList<string> GoTo { get; init => field = Rows.Of(value); } = [];

    /// <summary>The same as their titles.</summary>
    public IReadOnlyList<string> GoToTitles { get; init => field = Rows.Of(value); } = [];

    /// <summary>The runbook's file, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The line of the place in it, from 1; 0 where it has none.</summary>
    public int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Runbook}: {Title}";
}
