namespace K8sOps;

/// <summary>A line of the log of one of Flux's controllers.</summary>
public sealed record FluxLogLine
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>When it was written, by the controller's clock; else when the container runtime read it; null when neither is told.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>How bad it is; <see cref="FluxLogLevel.Unknown"/> for a line that is no JSON.</summary>
    public FluxLogLevel Level { get; init; }

    /// <summary>The controller, by the name of its Deployment, such as <c>kustomize-controller</c>.</summary>
    public required string Controller { get; init; }

    /// <summary>The kind of the object that it tells of, or null.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace of that object, or null.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of that object, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What it says; the whole line where it is no JSON.</summary>
    public string Message { get; init; } = "";

    /// <summary>The error, in the controller's words, or null.</summary>
    public string? Error { get; init; }

    /// <summary>The reconciliation that it belongs to: lines of one bear the same id; null where none is told.</summary>
    public string? ReconcileId { get; init; }

    /// <summary>The pod.</summary>
    public required string Pod { get; init; }

    /// <summary>The line as it was written, with all further fields.</summary>
    public required string Raw { get; init; }
}
