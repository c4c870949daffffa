namespace K8sOps;

/// <summary>One thing that a command asks of a cluster, and whether the current user may do it.</summary>
public sealed record K8sPermission
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The command that needs it.</summary>
    public required string Command { get; init; }

    /// <summary>The verb, such as <c>list</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>The resource as <c>kubectl auth can-i</c> takes it: <c>deployments.apps</c>, <c>pods/eviction</c>, <c>/readyz</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The namespace that was asked about; null for all of them, and for what lives in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>True only where the server said so.</summary>
    public bool Allowed { get; init; }

    /// <summary>The answer.</summary>
    public PermissionStatus Status { get; init; }

    /// <summary>The server's reason, such as the binding that allows it; why it could not tell; null where it gave none.</summary>
    public string? Reason { get; init; }

    /// <summary>The parameter without which the command does not need it, such as <c>-Follow</c>; null where it always does.</summary>
    public string? OnlyFor { get; init; }

    /// <summary>When it was asked, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
