namespace K8sOps.Runbooks.Blocks;

/// <summary>The use of a variable.</summary>
/// <param name="Name">The name, without the dollar sign.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record BlockVariable(string Name, int Line, int Column)
{
    /// <summary>Whether it is given a value here.</summary>
    public bool IsAssigned { get; init; }

    /// <summary>Whether the block has given it a value before.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether it stands in a script block, where <c>$_</c> is the object at hand.</summary>
    public bool IsInScriptBlock { get; init; }
}
