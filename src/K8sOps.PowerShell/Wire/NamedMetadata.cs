namespace K8sOps.Wire;

/// <summary>An object's name and namespace.</summary>
internal sealed class NamedMetadata
{
    public string Name { get; set; } = "";

    public string? Namespace { get; set; }
}
