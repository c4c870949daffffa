namespace K8sOps.Runbooks;

/// <summary>A PowerShell block of a runbook, with its place in the file.</summary>
public sealed record RunbookBlock
{
    /// <summary>What it is for.</summary>
    public required RunbookBlockKind Kind { get; init; }

    /// <summary>The code, with LF.</summary>
    public required string Code { get; init; }

    /// <summary>The line of the code's first line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The column at which the code's lines begin, from 1.</summary>
    public required int Column { get; init; }

    /// <summary>Where it stands; <see cref="RunbookSection.Unknown"/> for one that belongs to no step or procedure.</summary>
    public RunbookSection Section { get; init; }

    /// <summary>The step's id, the procedure's anchor for a block that takes a procedure back, or null.</summary>
    public string? Owner { get; init; }
}
