namespace K8sOps.Runbooks.Blocks;

/// <summary>What an expression is.</summary>
public enum BlockExpressionKind
{
    /// <summary>Something that could not be read; a problem says what.</summary>
    Unknown = 0,

    /// <summary>A word without quotes, as an argument.</summary>
    Bareword,

    /// <summary>A string in single quotes, or one in double quotes with nothing to expand.</summary>
    String,

    /// <summary>A string in double quotes with variables or sub-expressions in it.</summary>
    ExpandableString,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>A member of its only child.</summary>
    Member,

    /// <summary>An element of its first child.</summary>
    Index,

    /// <summary>An operator with one or two operands; the text is the operator in lower case.</summary>
    Operator,

    /// <summary>A pipeline in parentheses.</summary>
    Parenthesis,

    /// <summary>Statements in <c>$( )</c> or <c>@( )</c>.</summary>
    SubExpression,

    /// <summary>Values with commas between them.</summary>
    List,

    /// <summary>A table in <c>@{ }</c>.</summary>
    Table,

    /// <summary>A script block as an argument.</summary>
    ScriptBlock,
}
