namespace K8sOps.Kube.Wire;

/// <summary>A scenario of the group sandbox.k8sops.io/v1.</summary>
internal sealed class ScenarioWire
{
    public MetadataWire Metadata { get; set; } = new();

    public ScenarioSpecWire Spec { get; set; } = new();

    public ScenarioStatusWire Status { get; set; } = new();
}

internal sealed class ScenarioSpecWire
{
    public bool Active { get; set; }

    public string? Description { get; set; }

    public string? Cure { get; set; }
}

internal sealed class ScenarioStatusWire
{
    public string? Phase { get; set; }

    public DateTimeOffset? StartedAt { get; set; }
}

/// <summary>The clock of the group sandbox.k8sops.io/v1.</summary>
internal sealed class ClockWire
{
    public MetadataWire Metadata { get; set; } = new();

    public ClockStatusWire Status { get; set; } = new();
}

internal sealed class ClockStatusWire
{
    public DateTimeOffset? Now { get; set; }

    public string? Mode { get; set; }
}
