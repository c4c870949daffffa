namespace K8sOps.Kube.Checks;

/// <summary>Nodes that run out of memory, disk or process ids, or whose network is not set up. One that is not ready is left to its own check.</summary>
internal sealed class NodePressureCheck : KubernetesCheck
{
    public override CheckInfo Info { get; } = new("K8S.NODE_PRESSURE", "No node is short of memory, disk, process ids or network", Runbook, "Node under pressure");

    public override string WhenAllIsWell => "no node is under pressure";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var pressed = (await view.Nodes.ConfigureAwait(false)).Where(n => n.Ready && n.Pressures.Count > 0).ToList();
        if (pressed.Count == 0) return [];
        var warnings = await view.Warnings.ConfigureAwait(false);
        return [.. pressed.Select(node => About(view, node, warnings))];
    }

    private CheckResult About(KubernetesView view, K8sNode node, EventIndex warnings)
    {
        var told = node.Pressures.Zip(node.PressureMessages, (type, message) => message.Length == 0 ? type : $"{type}: {message}");
        var status = node.Pressures.Contains("NetworkUnavailable") ? CheckStatus.Fail : CheckStatus.Warn;
        return Finding(view, status, "Node", null, node.Name, string.Join("; ", told)) with
        {
            Remedy = CommandText.Line("Get-K8sPod", view.Cluster.Context, ("Node", node.Name)),
            Parameters = Parameters(("NodeName", node.Name)),
            Evidence = warnings.Evidence("Node", null, node.Name),
        };
    }
}
