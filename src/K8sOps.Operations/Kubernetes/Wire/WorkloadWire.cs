namespace K8sOps.Kube.Wire;

/// <summary>A Deployment, StatefulSet or DaemonSet: the fields that tell whether it is available. Each kind sets its own of them.</summary>
internal sealed class WorkloadWire
{
    public MetadataWire Metadata { get; set; } = new();

    public WorkloadSpecWire Spec { get; set; } = new();

    public WorkloadStatusWire Status { get; set; } = new();
}

internal sealed class WorkloadSpecWire
{
    public int? Replicas { get; set; }

    public bool Paused { get; set; }
}

internal sealed class WorkloadStatusWire
{
    public long ObservedGeneration { get; set; }

    public int AvailableReplicas { get; set; }

    public int ReadyReplicas { get; set; }

    public int DesiredNumberScheduled { get; set; }

    public int NumberAvailable { get; set; }

    public int NumberMisscheduled { get; set; }

    public ConditionWire[]? Conditions { get; set; }
}
