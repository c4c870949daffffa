namespace K8sOps.Runbooks.Running;

/// <summary>One block of a step that is to run.</summary>
public sealed record BlockCall
{
    /// <summary>The PowerShell text.</summary>
    public required string Code { get; init; }

    /// <summary>The file that it stands in, for what is said about errors; null for a block composed by hand.</summary>
    public string? File { get; init; }

    /// <summary>The line of its first line in that file; 0 where it is not known.</summary>
    public int Line { get; init; }

    /// <summary>The kubeconfig context, which is <c>$Cluster</c>.</summary>
    public required string Cluster { get; init; }

    /// <summary>The other constants that it sees.</summary>
    public required IReadOnlyDictionary<string, object> Arguments { get; init; }

    /// <summary>True to change nothing (<c>-WhatIf</c>).</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>True when what it emits goes to the screen as it comes.</summary>
    public bool Shows { get; init; }
}
