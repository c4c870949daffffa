namespace K8sOps.Kube.Wire;

/// <summary>A job: how it ended.</summary>
internal sealed class JobWire
{
    public MetadataWire Metadata { get; set; } = new();

    public JobStatusWire Status { get; set; } = new();
}

internal sealed class JobStatusWire
{
    public int Failed { get; set; }

    public DateTimeOffset? StartTime { get; set; }

    public ConditionWire[]? Conditions { get; set; }
}
