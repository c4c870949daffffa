using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sPod")]
[OutputType(typeof(K8sPod))]
[Permission("pods", "get", "list")]
public sealed class GetK8sPodCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(PodNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NodeNameCompleter))]
    public string? Node { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Pod";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new PodQuery { Names = Name, Namespaces = Namespace, LabelSelector = Selector, Node = Node, UnhealthyOnly = Unhealthy, OnMissing = c.Error };
        await foreach (var pod in new PodService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(pod).ConfigureAwait(false);
        }
    }
}
