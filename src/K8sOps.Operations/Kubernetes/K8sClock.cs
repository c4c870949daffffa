namespace K8sOps;

/// <summary>The clock of a sandbox's world.</summary>
public sealed record K8sClock
{
    /// <summary>The kubeconfig context, such as <c>sandbox-infra</c>.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Clock</c>.</summary>
    public string Kind { get; init; } = "Clock";

    /// <summary>The clock's name.</summary>
    public required string Name { get; init; }

    /// <summary>The world's time, UTC.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>How it goes: <c>Jumping</c>, <c>RealTime</c> or <c>Held</c>.</summary>
    public string Mode { get; init; } = "";

    /// <summary>When it was read, by the world's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
