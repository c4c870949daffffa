using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Kubernetes;

namespace K8sOps.Engine;

/// <summary>A command that changes something, on one cluster that is named in full: a pattern never decides where something is changed.</summary>
public abstract class ChangingCmdlet : K8sCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ClusterCompleter))]
    public string? Cluster { get; set; }

    internal override async Task ProcessAsync(CommandContext c)
    {
        var name = c.Session.Clusters.ResolveOne(Cluster, c.Session.ChosenCluster);
        var cluster = c.Session.Clusters.Open(name);
        try
        {
            await ChangeAsync(cluster, c).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
        catch (KubeException e)
        {
            await c.WriteErrorAsync(OperationErrors.From(e, name, "run " + CommandName)).ConfigureAwait(false);
        }
    }

    /// <summary>What the command changes on the cluster.</summary>
    internal abstract Task ChangeAsync(Cluster cluster, CommandContext c);
}
