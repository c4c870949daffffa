namespace K8sOps;

/// <summary>Lists as scripts can use them.</summary>
internal static class Rows
{
    /// <summary>An array: PowerShell cannot index the list that a collection expression makes, and gives the whole of it for <c>[0]</c>.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> list) => list as T[] ?? list.ToArray();
}
