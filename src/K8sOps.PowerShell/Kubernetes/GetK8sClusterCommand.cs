using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sCluster")]
[OutputType(typeof(K8sClusterInfo))]
[Permission("nodes", "list")]
public sealed class GetK8sClusterCommand : K8sCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Cluster")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ClusterCompleter))]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 128;

    internal override async Task ProcessAsync(CommandContext c)
    {
        var resolver = c.Session.Clusters;
        var clusters = resolver.ResolveMany(Name, c.Session.ChosenCluster, out var errors);
        foreach (var error in errors) await c.WriteErrorAsync(error).ConfigureAwait(false);
        var current = resolver.DefaultOrNull(c.Session.ChosenCluster);
        await Parallel.ForEachAsync(clusters, new ParallelOptions { MaxDegreeOfParallelism = ThrottleLimit, CancellationToken = c.Stop }, async (name, _) =>
        {
            K8sClusterInfo info;
            try
            {
                info = await new ClusterService(resolver.Open(name)).GetInfoAsync(Timeout, c.Stop).ConfigureAwait(false);
            }
            catch (Kubernetes.KubeException e)
            {
                // A context that cannot even be opened (a missing certificate file) is a row that says why, like one that does not answer.
                info = ClusterService.Unusable(name, e);
            }

            await c.WriteAsync(info with { IsCurrent = name == current, Server = resolver.Server(name) }).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }
}
