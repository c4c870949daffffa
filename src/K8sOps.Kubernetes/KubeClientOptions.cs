namespace K8sOps.Kubernetes;

/// <summary>How a <see cref="KubeClient"/> behaves.</summary>
public sealed record KubeClientOptions
{
    /// <summary>The cluster's clock: for waits, watches, and the time between tries.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The clock for <see cref="RequestTimeout"/>; null for <see cref="Clock"/>. A simulated world's time may jump while an answer is under way.</summary>
    public TimeProvider? NetworkClock { get; init; }

    /// <summary>How long the server may stay silent before a request is given up: until its head, and between two reads of its body. Not counted while the consumer holds the stream. A body that trickles with less than 1 KiB in this time counts as silent.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects per page of a list.</summary>
    public int PageSize { get; init; } = 500;
}
