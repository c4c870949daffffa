namespace K8sOps.Kubernetes;

/// <summary>A request to an API server, before credentials.</summary>
public sealed record KubeRequest
{
    /// <summary>The HTTP method.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query from the API's root, escaped (<c>/api/v1/pods?limit=500</c>); the transport puts the server's own path in front.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The <c>Accept</c> header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>The body, or empty.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The body's content type; null without a body.</summary>
    public string? ContentType { get; init; }

    /// <summary>True for a response that is read while it grows (watch, followed log): no compression, no buffering.</summary>
    public bool Streaming { get; init; }
}
