namespace K8sOps.Kube.Wire;

/// <summary>A node as the API server writes it, only what <see cref="K8sNode"/> needs.</summary>
internal sealed class NodeWire
{
    public NodeMetadataWire Metadata { get; set; } = new();

    public NodeSpecWire Spec { get; set; } = new();

    public NodeStatusWire Status { get; set; } = new();
}

internal sealed class NodeMetadataWire
{
    public string Name { get; set; } = "";

    public string? Uid { get; set; }

    public DateTimeOffset? CreationTimestamp { get; set; }

    public Dictionary<string, string>? Labels { get; set; }

    public Dictionary<string, string>? Annotations { get; set; }
}

internal sealed class NodeSpecWire
{
    public bool Unschedulable { get; set; }

    public TaintWire[]? Taints { get; set; }
}

internal sealed class TaintWire
{
    public string Key { get; set; } = "";

    public string? Value { get; set; }

    public string Effect { get; set; } = "";
}

internal sealed class NodeStatusWire
{
    public ConditionWire[]? Conditions { get; set; }

    public AddressWire[]? Addresses { get; set; }

    public Dictionary<string, string>? Capacity { get; set; }

    public Dictionary<string, string>? Allocatable { get; set; }

    public NodeInfoWire? NodeInfo { get; set; }
}

internal sealed class AddressWire
{
    public string Type { get; set; } = "";

    public string Address { get; set; } = "";
}

internal sealed class NodeInfoWire
{
    public string? KubeletVersion { get; set; }

    public string? OsImage { get; set; }

    public string? KernelVersion { get; set; }

    public string? ContainerRuntimeVersion { get; set; }
}
