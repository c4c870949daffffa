using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sNode")]
[OutputType(typeof(K8sNode))]
[Permission("nodes", "list")]
public sealed class GetK8sNodeCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NodeNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Node";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        await foreach (var node in new NodeService(cluster).ListAsync(new NodeQuery { Names = Name, LabelSelector = Selector, OnMissing = c.Error }, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(node).ConfigureAwait(false);
        }
    }
}
