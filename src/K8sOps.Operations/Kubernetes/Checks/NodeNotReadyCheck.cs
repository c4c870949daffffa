namespace K8sOps.Kube.Checks;

/// <summary>Nodes whose kubelet is not ready, or tells nothing.</summary>
internal sealed class NodeNotReadyCheck : KubernetesCheck
{
    public override CheckInfo Info { get; } = new("K8S.NODE_NOT_READY", "Every node is ready", Runbook, "Node not ready");

    public override string WhenAllIsWell => "all nodes are ready";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var lost = (await view.Nodes.ConfigureAwait(false)).Where(n => !n.Ready).ToList();
        if (lost.Count == 0) return [];
        var warnings = await view.Warnings.ConfigureAwait(false);
        return [.. lost.Select(node => About(view, node, warnings))];
    }

    private CheckResult About(KubernetesView view, K8sNode node, EventIndex warnings)
    {
        var since = node.NotReadySince is { } at ? $" for {AgeText.Of(view.Now - at)}" : "";
        return Finding(view, CheckStatus.Fail, "Node", null, node.Name, $"not ready{since}: {node.Reason}: {node.Message}") with
        {
            Remedy = EventsOf(view, "Node", null, node.Name),
            Parameters = Parameters(("NodeName", node.Name)),
            Evidence = warnings.Evidence("Node", null, node.Name),
        };
    }
}
