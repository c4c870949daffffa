namespace K8sOps.Kube.Wire;

/// <summary>A core/v1 event as the API server writes it, only what <see cref="K8sEvent"/> needs.</summary>
internal sealed class EventWire
{
    public MetadataWire Metadata { get; set; } = new();

    public EventObjectWire InvolvedObject { get; set; } = new();

    public string? Type { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public int? Count { get; set; }

    public DateTimeOffset? FirstTimestamp { get; set; }

    public DateTimeOffset? LastTimestamp { get; set; }

    public DateTimeOffset? EventTime { get; set; }

    public EventSeriesWire? Series { get; set; }

    public EventSourceWire? Source { get; set; }

    public string? ReportingComponent { get; set; }
}

internal sealed class EventObjectWire
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public string? Namespace { get; set; }

    public string? Name { get; set; }
}

internal sealed class EventSeriesWire
{
    public int? Count { get; set; }

    public DateTimeOffset? LastObservedTime { get; set; }
}

internal sealed class EventSourceWire
{
    public string? Component { get; set; }

    public string? Host { get; set; }
}
