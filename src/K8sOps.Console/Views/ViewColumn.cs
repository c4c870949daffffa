namespace K8sOps.Console.Views;

/// <summary>A column of a table, or a line of a list.</summary>
/// <param name="Label">Its head.</param>
/// <param name="Width">Its width; null for what is left.</param>
/// <param name="AlignRight">Whether it stands at the right edge.</param>
/// <param name="Cell">What stands in it.</param>
public sealed record ViewColumn(string Label, int? Width, bool AlignRight, CellExpression Cell);
