namespace K8sOps.Runbooks.Running;

/// <summary>What came of a block.</summary>
public sealed record BlockResult
{
    /// <summary>What it emitted, in order, as .NET objects where they are some.</summary>
    public IReadOnlyList<object?> Output { get; init; } = [];

    /// <summary>Its errors, in order.</summary>
    public IReadOnlyList<BlockError> Errors { get; init; } = [];

    /// <summary>Whether it failed: it threw, or it did not run to its end, or it wrote an error.</summary>
    public bool Failed { get; init; }

    /// <summary>Whether it was stopped from outside.</summary>
    public bool Stopped { get; init; }
}
