using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsOther.Use, "K8sCluster")]
[OutputType(typeof(void))]
public sealed class UseK8sClusterCommand : K8sCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A context of the kubeconfig, or a sandbox")]
    [Alias("Cluster")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ClusterCompleter))]
    public string Name { get; set; } = "";

    internal override Task ProcessAsync(CommandContext c)
    {
        c.Session.ChosenCluster = c.Session.Clusters.ResolveOne(Name, chosen: null);
        c.Note($"Commands of this session now go to {c.Session.ChosenCluster}; the kubeconfig is not changed.");
        return Task.CompletedTask;
    }
}
