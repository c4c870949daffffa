namespace K8sOps.Runbooks.Blocks;

/// <summary>An expression of the block language.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The value of a literal, the name of a variable or member, or the operator.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record BlockExpression(BlockExpressionKind Kind, string Text, int Line, int Column)
{
    /// <summary>Operands, elements, or what the member is of.</summary>
    public IReadOnlyList<BlockExpression> Children { get; init; } = [];

    /// <summary>The statements within parentheses, a sub-expression, a string or a script block.</summary>
    public IReadOnlyList<BlockStatement> Statements { get; init; } = [];

    /// <summary>Whether it is a constant: a word, a string with nothing to expand, or a number.</summary>
    public bool IsLiteral => Kind is BlockExpressionKind.Bareword or BlockExpressionKind.String or BlockExpressionKind.Number;
}
