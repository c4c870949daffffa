namespace K8sOps.Runbooks.Blocks;

/// <summary>What a statement is.</summary>
public enum BlockStatementKind
{
    /// <summary>Something that could not be read; a problem says what.</summary>
    Unknown = 0,

    /// <summary>Commands, or an expression, with bars between them.</summary>
    Pipeline,

    /// <summary>A variable takes what a statement emits.</summary>
    Assignment,

    /// <summary><c>if</c>, with its other branches.</summary>
    If,

    /// <summary><c>foreach</c>.</summary>
    ForEach,
}
