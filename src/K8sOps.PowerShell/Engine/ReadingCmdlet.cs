using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Kubernetes;

namespace K8sOps.Engine;

/// <summary>
/// A command that reads, on any number of clusters side by side. Results are streamed as they come; a cluster that fails is one
/// non-terminating error, and the others go on.
/// </summary>
public abstract class ReadingCmdlet : K8sCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ClusterCompleter))]
    public string[]? Cluster { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 128;

    internal override async Task ProcessAsync(CommandContext c)
    {
        var clusters = c.Session.Clusters.ResolveMany(Cluster, c.Session.ChosenCluster, out var errors);
        foreach (var error in errors) await FailAsync(error, c).ConfigureAwait(false);
        await Parallel.ForEachAsync(clusters, new ParallelOptions { MaxDegreeOfParallelism = ThrottleLimit, CancellationToken = c.Stop }, async (name, _) =>
        {
            try
            {
                await ReadAsync(c.Session.Clusters.Open(name), c).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await FailAsync(e, c).ConfigureAwait(false);
            }
            catch (KubeException e)
            {
                await FailAsync(OperationErrors.From(e, name, "run " + CommandName), c).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>A cluster that was asked for could not be read, or does not exist.</summary>
    private protected virtual ValueTask FailAsync(OperationException error, CommandContext c) => c.WriteErrorAsync(error);

    /// <summary>What the command reads from one cluster.</summary>
    internal abstract Task ReadAsync(Cluster cluster, CommandContext c);
}
