using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sRollout")]
[OutputType(typeof(K8sRollout))]
[Permission("deployments.apps", "get", "list")]
[Permission("statefulsets.apps", "get", "list")]
[Permission("daemonsets.apps", "get", "list")]
[Permission("replicasets.apps", "list")]
[Permission("controllerrevisions.apps", "list")]
public sealed class GetK8sRolloutCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The workloads, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(WorkloadNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(WorkloadKindCompleter))]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Deployment, StatefulSet or DaemonSet";

    bool IKindGuarded.Takes(string kind) => WorkloadKinds.Find(kind) is { } known && WorkloadKinds.RollingOut.Contains(known);

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var target in await new WorkloadService(cluster).TargetsAsync(Kind, Namespace, Name, null, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            await foreach (var revision in new RolloutService(cluster).HistoryAsync(target, c.Stop).ConfigureAwait(false)) await c.WriteAsync(revision).ConfigureAwait(false);
        }
    }
}
