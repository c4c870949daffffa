namespace K8sOps.Console.Views;

/// <summary>How objects of a type are shown.</summary>
/// <param name="TypeName">The full name of the type.</param>
/// <param name="IsList">A list of lines for each object, instead of a row.</param>
/// <param name="Columns">Columns or lines, in order.</param>
public sealed record TableView(string TypeName, bool IsList, IReadOnlyList<ViewColumn> Columns)
{
    /// <summary>Each object is a text of its own, which its only column gives: no heads, no labels.</summary>
    public bool IsText { get; init; }
}
