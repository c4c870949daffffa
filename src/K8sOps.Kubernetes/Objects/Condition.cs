namespace K8sOps.Kubernetes;

/// <summary>An entry of <c>status.conditions</c> (meta/v1 Condition, and what nodes, pods and jobs have in its place).</summary>
public sealed record Condition
{
    /// <summary><c>type</c>, such as <c>Ready</c>.</summary>
    public string? Type { get; init; }

    /// <summary><c>status</c>: <c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>reason</c>: a word for programs.</summary>
    public string? Reason { get; init; }

    /// <summary><c>message</c>: a sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary><c>observedGeneration</c>; null where the kind does not tell it.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary><c>lastTransitionTime</c>: since when the status is what it is.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary><c>lastHeartbeatTime</c>, of nodes only.</summary>
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    /// <summary>True only when the status was seen to be <c>True</c>.</summary>
    public bool IsTrue() => Status == "True";
}
