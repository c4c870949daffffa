namespace K8sOps.Sandbox;

/// <summary>A column of a server-side table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Cell">What stands in it: a path into the object that begins with a dot, or the name of a reading in the cells' table.</param>
/// <param name="Type"><c>string</c>, <c>integer</c>, <c>date</c>.</param>
/// <param name="Priority">0 is always shown, more only with <c>-o wide</c>.</param>
internal sealed record TableColumn(string Name, string Cell, string Type = "string", int Priority = 0)
{
    public static readonly IReadOnlyList<TableColumn> NameAndAge = [new("Name", "name"), new("Age", "age")];
}
