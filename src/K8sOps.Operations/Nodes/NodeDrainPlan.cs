namespace K8sOps.Kube;

/// <summary>What draining one node would do.</summary>
public sealed class NodeDrainPlan
{
    internal NodeDrainPlan(CordonPlan cordon, IReadOnlyList<DrainPod> pods, IReadOnlyList<DrainObstacle> obstacles)
    {
        Cordon = cordon;
        Pods = pods;
        Obstacles = obstacles;
    }

    /// <summary>The node as it is.</summary>
    public K8sNode Node => Cordon.Node;

    /// <summary>Its cordon, which comes first.</summary>
    public CordonPlan Cordon { get; }

    /// <summary>Every pod on the node, by namespace and name.</summary>
    public IReadOnlyList<DrainPod> Pods { get; }

    /// <summary>What forbids the drain; empty when nothing does.</summary>
    public IReadOnlyList<DrainObstacle> Obstacles { get; }
}
