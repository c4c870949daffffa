namespace K8sOps.Kube.Checks;

/// <summary>Nodes that somebody cordoned: meant for an hour, and easily forgotten.</summary>
internal sealed class NodeUnschedulableCheck : KubernetesCheck
{
    public override CheckInfo Info { get; } = new("K8S.NODE_UNSCHEDULABLE", "No node is cordoned", Runbook, "Node cordoned");

    public override string WhenAllIsWell => "no node is cordoned";

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var nodes = await view.Nodes.ConfigureAwait(false);
        return
        [
            .. nodes.Where(n => n.Unschedulable).Select(n => Finding(view, CheckStatus.Warn, "Node", null, n.Name, $"cordoned (spec.unschedulable){CordonService.Story(n)}: no new pods are placed on it") with
            {
                Remedy = CommandText.Line("Enable-K8sNode", view.Cluster.Context, ("Name", n.Name)),
                Parameters = Parameters(("NodeName", n.Name)),
            }),
        ];
    }
}
