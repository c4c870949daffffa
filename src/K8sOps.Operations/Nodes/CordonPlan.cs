using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>What cordoning a node, or taking its cordon back, would change, as the server has said in a dry run.</summary>
public sealed class CordonPlan
{
    internal CordonPlan(K8sNode node, bool cordons, JsonObject? patch, IReadOnlyList<ObjectChange> changes)
    {
        Node = node;
        Cordons = cordons;
        Patch = patch;
        Changes = changes;
    }

    /// <summary>The node as it is.</summary>
    public K8sNode Node { get; }

    /// <summary>True to cordon it, false to take the cordon back.</summary>
    public bool Cordons { get; }

    /// <summary>The fields that change; none when the node is as it should be already.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; }

    /// <summary>True when there is nothing to do.</summary>
    public bool IsUnchanged => Patch is null;

    /// <summary>What is sent; null when there is nothing to do.</summary>
    internal JsonObject? Patch { get; }
}
