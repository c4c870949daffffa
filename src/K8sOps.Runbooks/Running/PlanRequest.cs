namespace K8sOps.Runbooks.Running;

/// <summary>What was asked to be run.</summary>
public sealed record PlanRequest
{
    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<RunbookStep> Steps { get; init; }

    /// <summary>The kubeconfig context that all of them work on.</summary>
    public required string Cluster { get; init; }

    /// <summary>Values for parameters, which come before those that findings brought.</summary>
    public IReadOnlyDictionary<string, object> Arguments { get; init; } = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Patterns of the procedures that are taken; empty for all.</summary>
    public IReadOnlyList<string> Procedures { get; init; } = [];

    /// <summary>Names that were said by name, so that a destructive procedure may run unattended.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>Numbers, ids or titles of the steps that are taken of each procedure; empty for all.</summary>
    public IReadOnlyList<string> Selection { get; init; } = [];

    /// <summary>Whether nobody is asked.</summary>
    public bool Unattended { get; init; }

    /// <summary>Whether nothing is changed.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>The runbook that a step was read from; null for a step composed by hand.</summary>
    public Func<RunbookStep, Runbook?> Runbook { get; init; } = _ => null;
}
