namespace K8sOps.Kubernetes.Wire;

/// <summary>policy/v1 Eviction.</summary>
internal sealed record EvictionWire
{
    public string ApiVersion { get; init; } = "policy/v1";

    public string Kind { get; init; } = "Eviction";

    public required EvictionMetaWire Metadata { get; init; }

    public required DeleteOptionsWire DeleteOptions { get; init; }
}

internal sealed record EvictionMetaWire
{
    public required string Name { get; init; }

    public required string Namespace { get; init; }
}
