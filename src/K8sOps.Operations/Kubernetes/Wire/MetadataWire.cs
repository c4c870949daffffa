namespace K8sOps.Kube.Wire;

/// <summary>The part of <c>metadata</c> that the records are made from.</summary>
internal sealed class MetadataWire
{
    public string Name { get; set; } = "";

    public string? Namespace { get; set; }

    public string? Uid { get; set; }

    public DateTimeOffset? CreationTimestamp { get; set; }

    public DateTimeOffset? DeletionTimestamp { get; set; }

    public OwnerWire[]? OwnerReferences { get; set; }

    public long Generation { get; set; }
}

internal sealed class OwnerWire
{
    public string Kind { get; set; } = "";

    public string Name { get; set; } = "";

    public bool Controller { get; set; }
}

internal sealed class ConditionWire
{
    public string Type { get; set; } = "";

    public string Status { get; set; } = "";

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? LastTransitionTime { get; set; }
}
