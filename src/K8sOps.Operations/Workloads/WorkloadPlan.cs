namespace K8sOps.Kube;

/// <summary>What would be changed on a workload, as the server has said in a dry run.</summary>
public sealed class WorkloadPlan
{
    internal WorkloadPlan(WorkloadTarget target, IReadOnlyList<WorkloadStep> steps)
    {
        Target = target;
        Steps = steps;
    }

    /// <summary>The workload.</summary>
    public WorkloadTarget Target { get; }

    /// <summary>The fields that differ; none when it is as it should be already.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; internal init; } = [];

    /// <summary>The command line that takes it back, or null.</summary>
    public string? Compensation { get; internal init; }

    internal IReadOnlyList<WorkloadStep> Steps { get; }
}
