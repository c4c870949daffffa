using System.Text.Json.Serialization;

namespace K8sOps.Kube.Wire;

/// <summary>
/// A pod as the API server writes it, only what <see cref="K8sPod"/> needs: everything else is skipped while reading, unallocated.
/// </summary>
internal sealed class PodWire
{
    public MetadataWire Metadata { get; set; } = new();

    public PodSpecWire Spec { get; set; } = new();

    public PodStatusWire Status { get; set; } = new();
}

internal sealed class PodSpecWire
{
    public string? NodeName { get; set; }

    public ContainerWire[]? Containers { get; set; }

    public InitContainerWire[]? InitContainers { get; set; }

    [JsonPropertyName("volumes")]
    [JsonConverter(typeof(ClaimNamesConverter))]
    public string[]? Claims { get; set; }
}

internal sealed class ContainerWire
{
    public string? Image { get; set; }
}

internal sealed class InitContainerWire
{
    public string Name { get; set; } = "";

    public string? RestartPolicy { get; set; }

    /// <summary>A sidecar: an init container that goes on running.</summary>
    [JsonIgnore]
    public bool IsSidecar => RestartPolicy == "Always";
}

internal sealed class PodStatusWire
{
    public string? Phase { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public string? PodIP { get; set; }

    public ConditionWire[]? Conditions { get; set; }

    public ContainerStatusWire[]? InitContainerStatuses { get; set; }

    public ContainerStatusWire[]? ContainerStatuses { get; set; }
}

internal sealed class ContainerStatusWire
{
    public string Name { get; set; } = "";

    public bool Ready { get; set; }

    public bool? Started { get; set; }

    public int RestartCount { get; set; }

    public ContainerStateWire? State { get; set; }

    public ContainerStateWire? LastState { get; set; }
}

internal sealed class ContainerStateWire
{
    public WaitingWire? Waiting { get; set; }

    public RunningWire? Running { get; set; }

    public TerminatedWire? Terminated { get; set; }
}

internal sealed class WaitingWire
{
    public string? Reason { get; set; }

    public string? Message { get; set; }
}

internal sealed class RunningWire
{
    public DateTimeOffset? StartedAt { get; set; }
}

internal sealed class TerminatedWire
{
    public int ExitCode { get; set; }

    public int Signal { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
