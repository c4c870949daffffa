namespace K8sOps;

/// <summary>An event (core/v1). Times are UTC.</summary>
public sealed record K8sEvent
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Event</c>: an event is never taken for the object that it tells of.</summary>
    public string Kind { get; init; } = "Event";

    /// <summary>The namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The event's own name.</summary>
    public required string Name { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string Type { get; init; } = "";

    /// <summary>One word, such as <c>FailedScheduling</c>.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What happened.</summary>
    public string Message { get; init; } = "";

    /// <summary>The kind of the object that it tells of.</summary>
    public string? RegardingKind { get; init; }

    /// <summary>The name of the object that it tells of.</summary>
    public string? RegardingName { get; init; }

    /// <summary>How often it was seen.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it was first seen.</summary>
    public DateTimeOffset? FirstSeenAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Who told it, such as <c>kubelet, infra-worker-1</c>.</summary>
    public string? Source { get; init; }

    /// <summary>When it was read, by the cluster's clock. Ages are counted from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
