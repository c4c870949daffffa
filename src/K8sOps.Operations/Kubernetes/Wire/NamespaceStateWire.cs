namespace K8sOps.Kube.Wire;

/// <summary>A namespace: whether it is being deleted, and what holds it.</summary>
internal sealed class NamespaceStateWire
{
    public MetadataWire Metadata { get; set; } = new();

    public NamespaceStatusWire Status { get; set; } = new();
}

internal sealed class NamespaceStatusWire
{
    public ConditionWire[]? Conditions { get; set; }
}
