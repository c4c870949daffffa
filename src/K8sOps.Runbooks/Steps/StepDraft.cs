namespace K8sOps.Runbooks;

/// <summary>A step as somebody composes it: code and words as they were typed, with the indentation of the script that they stand in.</summary>
public sealed record StepDraft
{
    /// <summary>The title, with or without its number: <c>2. Stop the OSD</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The runbook that it belongs to, or null.</summary>
    public string? Runbook { get; init; }

    /// <summary>The procedure that it belongs to, or null.</summary>
    public string? Procedure { get; init; }

    /// <summary>Its number; null for that of the name.</summary>
    public int? Number { get; init; }

    /// <summary>Whether its procedure destroys something.</summary>
    public bool Destructive { get; init; }

    /// <summary>What its procedure warns of.</summary>
    public string? Warning { get; init; }

    /// <summary>The code that runs.</summary>
    public string? Action { get; init; }

    /// <summary>What is done by hand.</summary>
    public string? Manual { get; init; }

    /// <summary>The code that proves it.</summary>
    public string? Verify { get; init; }

    /// <summary>What must be true then.</summary>
    public string? VerifyText { get; init; }

    /// <summary>How long it may take to become true.</summary>
    public TimeSpan VerifyTimeout { get; init; }

    /// <summary>How often it is looked; null for the default.</summary>
    public TimeSpan? VerifyEvery { get; init; }

    /// <summary>The code that takes the step back.</summary>
    public string? Rollback { get; init; }

    /// <summary>The code that takes the whole procedure back.</summary>
    public string? ProcedureRollback { get; init; }

    /// <summary>How long it should take at most.</summary>
    public TimeSpan? Target { get; init; }

    /// <summary>What else is to be known.</summary>
    public string? Text { get; init; }

    /// <summary>What shows when all is well.</summary>
    public string? Expected { get; init; }

    /// <summary>What it means when something else shows.</summary>
    public string? IfAbnormal { get; init; }
}
