namespace K8sOps.Runbooks.Blocks;

/// <summary>A statement of the block language.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record BlockStatement(BlockStatementKind Kind, int Line, int Column)
{
    /// <summary>The expression that a pipeline begins with; null for one that begins with a command.</summary>
    public BlockExpression? Expression { get; init; }

    /// <summary>The commands of a pipeline, in order.</summary>
    public IReadOnlyList<BlockCommand> Commands { get; init; } = [];

    /// <summary>The variable that is assigned, or that runs through a <c>foreach</c>; without the dollar sign.</summary>
    public string? Variable { get; init; }

    /// <summary>What is assigned, what a <c>foreach</c> runs over, or the conditions of an <c>if</c>.</summary>
    public IReadOnlyList<BlockStatement> Sources { get; init; } = [];

    /// <summary>The bodies of a <c>foreach</c> or an <c>if</c>, the one of <c>else</c> last.</summary>
    public IReadOnlyList<IReadOnlyList<BlockStatement>> Bodies { get; init; } = [];
}
