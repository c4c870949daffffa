namespace K8sOps;

/// <summary>One step of a runbook, or one composed by hand: what is done, how it is verified, and how it is taken back. Code is PowerShell text.</summary>
public sealed record RunbookStep
{
    /// <summary>The kubeconfig context that it is meant for; null where none has been chosen yet.</summary>
    public string? Cluster { get; init; }

    /// <summary>The runbook's name; null for a step composed by hand.</summary>
    public string? Runbook { get; init; }

    /// <summary>Names the step within its runbook: the anchor of its procedure or heading, for a procedure with <c>/N</c>; <c>replace-a-failed-osd/2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public RunbookSection Section { get; init; }

    /// <summary>The procedure's name, or null.</summary>
    public string? Procedure { get; init; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; init; }

    /// <summary>What it is about.</summary>
    public required string Title { get; init; }

    /// <summary>Whether its procedure destroys something.</summary>
    public bool Destructive { get; init; }

    /// <summary>The warning of its procedure, or null.</summary>
    public string? Warning { get; init; }

    /// <summary>The code that runs; null where the step is done by hand.</summary>
    public string? Action { get; init; }

    /// <summary>What a person does by hand, shown and never run; null where there is an action.</summary>
    public string? Manual { get; init; }

    /// <summary>The code that proves it; null for a step of a diagnosis.</summary>
    public string? Verify { get; init; }

    /// <summary>What must be true then, as plain text.</summary>
    public string VerifyText { get; init; } = "";

    /// <summary>How long the verification is repeated; zero for once.</summary>
    public TimeSpan VerifyTimeout { get; init; }

    /// <summary>The time between two verifications.</summary>
    public TimeSpan VerifyEvery { get; init; }

    /// <summary>The code that takes the step back, or null.</summary>
    public string? Rollback { get; init; }

    /// <summary>The code that takes its whole procedure back; only the procedure's first step carries it.</summary>
    public string? ProcedureRollback { get; init; }

    /// <summary>How long it should take at most, or null.</summary>
    public TimeSpan? Target { get; init; }

    /// <summary>The text between its blocks, and the native commands for the same, as plain text.</summary>
    public string Text { get; init; } = "";

    /// <summary>What a step of a diagnosis shows when all is well, as plain text.</summary>
    public string Expected { get; init; } = "";

    /// <summary>What it means when it shows something else, as plain text.</summary>
    public string IfAbnormal { get; init; } = "";

    /// <summary>The parameters of the runbook that its code uses.</summary>
    public IReadOnlyList<RunbookParameter> Parameters { get; init => field = Rows.Of(value); } = [];

    /// <summary>Values that are known, in the declared types; without regard to case.</summary>
    public IReadOnlyDictionary<string, object> Arguments { get; init; } = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mandatory parameters without a value.</summary>
    public IReadOnlyList<string> Missing => Parameters.Where(p => p.IsMandatory && !Arguments.ContainsKey(p.Name)).Select(p => p.Name).ToArray();

    /// <summary>The findings that led here.</summary>
    public IReadOnlyList<CheckResult> Findings { get; init => field = Rows.Of(value); } = [];

    /// <summary>The runbook's file, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The runbook's <see cref="Runbook.Hash"/>, or null.</summary>
    public string? Hash { get; init; }

    /// <summary>The line of the step in the file, from 1; 0 for one composed by hand.</summary>
    public int Line { get; init; }

    /// <summary>The line of the action's (or manual block's) first line in the file.</summary>
    public int ActionLine { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Runbook is null ? Title : $"{Runbook}#{Id}";
}
