namespace K8sOps.Flux.Wire;

/// <summary>A Deployment of one of Flux's controllers.</summary>
internal sealed class FluxControllerWire
{
    public FluxMetadataWire Metadata { get; set; } = new();

    public FluxControllerSpecWire Spec { get; set; } = new();

    public FluxControllerStatusWire Status { get; set; } = new();
}

internal sealed class FluxControllerSpecWire
{
    public int? Replicas { get; set; }
}

internal sealed class FluxControllerStatusWire
{
    public long? ObservedGeneration { get; set; }

    public int AvailableReplicas { get; set; }

    public FluxConditionWire[]? Conditions { get; set; }
}

/// <summary>One of Flux's CustomResourceDefinitions: its versions, without their schemas.</summary>
internal sealed class FluxDefinitionWire
{
    public FluxMetadataWire Metadata { get; set; } = new();

    public FluxDefinitionSpecWire Spec { get; set; } = new();

    public FluxDefinitionStatusWire Status { get; set; } = new();
}

internal sealed class FluxDefinitionSpecWire
{
    public FluxDefinitionVersionWire[]? Versions { get; set; }
}

internal sealed class FluxDefinitionVersionWire
{
    public string Name { get; set; } = "";

    public bool Served { get; set; }

    public bool Storage { get; set; }
}

internal sealed class FluxDefinitionStatusWire
{
    public string[]? StoredVersions { get; set; }
}
