namespace K8sOps.Runbooks.Running;

/// <summary>How a run is run.</summary>
public sealed record RunSettings
{
    /// <summary>The kubeconfig context, resolved.</summary>
    public required string Cluster { get; init; }

    /// <summary>The cluster's clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Whether nobody is asked.</summary>
    public bool Unattended { get; init; }

    /// <summary>What an unattended run does at its first failure.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>Cancelled by the first Ctrl+C.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>Cancelled by the second Ctrl+C, which leaves what is pending as it is.</summary>
    public CancellationToken SecondStop { get; init; }
}
