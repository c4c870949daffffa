using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sUsage", DefaultParameterSetName = PodSet)]
[OutputType(typeof(K8sUsage))]
[Permission("pods", "get", "list")]
[Permission("pods.metrics.k8s.io", "list")]
[Permission("nodes", "get", "list", OnlyFor = "-Node")]
[Permission("nodes.metrics.k8s.io", "list", OnlyFor = "-Node")]
public sealed class GetK8sUsageCommand : ReadingCmdlet, IKindGuarded
{
    private const string PodSet = "Pod";
    private const string NodeSet = "Node";

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(UsageNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ParameterSetName = PodSet, ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ParameterSetName = PodSet)]
    public SwitchParameter PerContainer { get; set; }

    [Parameter(ParameterSetName = NodeSet, Mandatory = true)]
    public SwitchParameter Node { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => Node ? "Node" : "Pod";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new UsageQuery { Names = Name, Namespaces = Namespace, LabelSelector = Selector, PerContainer = PerContainer, OnMissing = c.Error };
        var service = new UsageService(cluster);
        var found = Node ? service.ListNodesAsync(query, c.Operation, c.Stop) : service.ListPodsAsync(query, c.Operation, c.Stop);
        await foreach (var use in found.ConfigureAwait(false))
        {
            await c.WriteAsync(use).ConfigureAwait(false);
        }
    }
}
