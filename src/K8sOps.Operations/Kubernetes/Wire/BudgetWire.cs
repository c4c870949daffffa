namespace K8sOps.Kube.Wire;

/// <summary>A PodDisruptionBudget: how many of its pods may be evicted.</summary>
internal sealed class BudgetWire
{
    public MetadataWire Metadata { get; set; } = new();

    public BudgetStatusWire Status { get; set; } = new();
}

internal sealed class BudgetStatusWire
{
    public long ObservedGeneration { get; set; }

    public int ExpectedPods { get; set; }

    public int DesiredHealthy { get; set; }

    public int CurrentHealthy { get; set; }

    public int DisruptionsAllowed { get; set; }
}
