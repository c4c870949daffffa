namespace K8sOps.Kubernetes;

/// <summary>Which part of a container's log is read, and for how long.</summary>
public sealed record LogOptions
{
    /// <summary>The container; may be null only for a pod that has one.</summary>
    public string? Container { get; init; }

    /// <summary>Go on with what is written from now on, until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The log of the container's last run, before its restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Only lines from this time on (<c>sinceTime</c>).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only so many lines from the end (<c>tailLines</c>).</summary>
    public int? TailLines { get; init; }
}
