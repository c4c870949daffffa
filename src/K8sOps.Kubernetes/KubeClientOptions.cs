namespace K8sOps.Kubernetes;

/// <summary>How a <see cref="KubeClient"/> behaves.</summary>
public sealed record KubeClientOptions
{
    /// <summary>The clock for time-outs and waits between tries.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long the server may stay silent before a request is given up: until its head, and between two reads of its body. Not counted while the consumer holds the stream.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects per page of a list.</summary>
    public int PageSize { get; init; } = 500;
}
