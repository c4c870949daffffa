using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Clear, "K8sNode", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(K8sEviction))]
[Permission("nodes", "get", "list", "patch")]
[Permission("pods", "list")]
[Permission("pods/eviction", "create")]
[Permission("poddisruptionbudgets.policy", "list")]
[Permission("daemonsets.apps", "list")]
public sealed class ClearK8sNodeCommand : ChangingCmdlet, IKindGuarded
{
    private readonly List<(Cluster Cluster, List<string> Nodes)> _chosen = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The nodes to empty")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NodeNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter DeleteEmptyDirData { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? GracePeriod { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 16;

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Node";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var nodes = _chosen.Find(p => p.Cluster == cluster).Nodes;
        if (nodes is null) _chosen.Add((cluster, nodes = []));
        await foreach (var node in new NodeService(cluster).ListAsync(new NodeQuery { Names = Name, OnMissing = c.Error }, c.Operation, c.Stop).ConfigureAwait(false))
        {
            if (!nodes.Contains(node.Name)) nodes.Add(node.Name);
        }
    }

    // All nodes are looked at before the first is touched.
    internal override async Task EndAsync(CommandContext c)
    {
        var options = new DrainOptions { DeleteEmptyDirData = DeleteEmptyDirData, Force = Force, GracePeriod = GracePeriod, Timeout = Timeout, Reason = Reason, ThrottleLimit = ThrottleLimit };
        foreach (var (cluster, nodes) in _chosen) await new DrainSession(cluster, options, c).RunAsync(nodes).ConfigureAwait(false);
    }
}
