using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsLifecycle.Disable, "K8sNode", SupportsShouldProcess = true)]
[OutputType(typeof(K8sNode))]
[Permission("nodes", "get", "list", "patch")]
public sealed class DisableK8sNodeCommand : ChangingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The nodes to keep new pods off")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NodeNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Node";

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
        => CordonSession.RunAsync(cluster, Name, "Cordon", (service, name) => service.PlanCordonAsync(name, Reason, c.Operation, c.Stop), c);
}
