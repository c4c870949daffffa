namespace K8sOps;

/// <summary>A row of a runbook's table of parameters.</summary>
/// <param name="Name">The name, without the dollar sign.</param>
/// <param name="Type">As written: <c>string</c>, <c>int</c>, <c>long</c>, <c>double</c>, <c>bool</c>, <c>duration</c>, <c>size</c>, <c>datetime</c>.</param>
/// <param name="Default">The default as a value of that type; null for a parameter that must be given.</param>
/// <param name="Description">What it is, as plain text.</param>
public sealed record RunbookParameter(string Name, string Type, object? Default, string Description)
{
    /// <summary>Whether it has no default.</summary>
    public bool IsMandatory => Default is null;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
