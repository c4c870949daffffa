namespace K8sOps;

/// <summary>A procedure that resolves something, in steps that belong together.</summary>
public sealed record RunbookProcedure
{
    /// <summary>The heading without <c>Procedure: </c>.</summary>
    public required string Name { get; init; }

    /// <summary>The heading's anchor, without <c>#</c>.</summary>
    public required string Anchor { get; init; }

    /// <summary>When it is the right one, as plain text.</summary>
    public string WhenToUse { get; init; } = "";

    /// <summary>What must hold before, as plain text.</summary>
    public string Prerequisites { get; init; } = "";

    /// <summary>The warning of a destructive one, as plain text; null for one that destroys nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether it destroys something: it carries a warning.</summary>
    public bool Destructive => Warning is not null;

    /// <summary>The code that takes the whole of it back; null where there is none.</summary>
    public string? Rollback { get; init; }

    /// <summary>What is said of taking it back, as plain text: also why there is no way back.</summary>
    public string RollbackText { get; init; } = "";

    /// <summary>Its steps, in order.</summary>
    public IReadOnlyList<RunbookStep> Steps { get; init => field = Rows.Of(value); } = [];

    /// <summary>The heading's line in the file, from 1.</summary>
    public int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
