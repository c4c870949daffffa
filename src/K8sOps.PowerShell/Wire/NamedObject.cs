namespace K8sOps.Wire;

/// <summary>All that completion reads of an object.</summary>
internal sealed class NamedObject
{
    public NamedMetadata Metadata { get; set; } = new();
}
