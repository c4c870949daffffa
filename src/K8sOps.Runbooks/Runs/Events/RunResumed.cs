namespace K8sOps.Runbooks.Runs;

/// <summary>The run goes on after it was cut or stopped.</summary>
public sealed record RunResumed : RunEvent
{
    /// <summary>Who, or null.</summary>
    public string? Actor { get; init; }

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>The process that goes on with it; the journal sets it.</summary>
    public int Process { get; init; }

    /// <summary>When, by the machine's own clock, which a sandbox's is not; the journal sets it.</summary>
    public DateTimeOffset HostTime { get; init; }

    /// <summary>What the resume found unclear, a line each: steps begun without an end, changes announced without an outcome, a cut last line.</summary>
    public IReadOnlyList<string> Unclear { get; init; } = [];
}
