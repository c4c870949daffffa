using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsLifecycle.Enable, "K8sNode", SupportsShouldProcess = true)]
[OutputType(typeof(K8sNode))]
[Permission("nodes", "get", "list", "patch")]
public sealed class EnableK8sNodeCommand : ChangingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The nodes to let new pods on again")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NodeNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Node";

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
        => CordonSession.RunAsync(cluster, Name, "Uncordon", (service, name) => service.PlanUncordonAsync(name, c.Operation, c.Stop), c);
}
