namespace K8sOps.Runbooks.Blocks;

/// <summary>A parameter's name, a value, or both where a colon joins them.</summary>
/// <param name="Parameter">The name without the dash, or null.</param>
/// <param name="Value">The value, or null.</param>
/// <param name="Line">The line in the file, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public sealed record BlockArgument(string? Parameter, BlockExpression? Value, int Line, int Column);
