namespace K8sOps.Runbooks.Blocks;

/// <summary>A command of a pipeline.</summary>
/// <param name="Name">The name as written.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record BlockCommand(string Name, int Line, int Column)
{
    /// <summary>Parameters and values as they stand; only who knows the command knows which value belongs to which parameter.</summary>
    public IReadOnlyList<BlockArgument> Arguments { get; init; } = [];

    /// <summary>Whether something stands before it in its pipeline.</summary>
    public bool TakesPipeline { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
