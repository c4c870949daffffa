using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sWorkload")]
[OutputType(typeof(K8sWorkload))]
[Permission("deployments.apps", "get", "list")]
[Permission("statefulsets.apps", "get", "list")]
[Permission("daemonsets.apps", "get", "list")]
[Permission("cronjobs.batch", "get", "list", OnlyFor = "-Kind")]
[Permission("jobs.batch", "get", "list", OnlyFor = "-Kind")]
public sealed class GetK8sWorkloadCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(WorkloadNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(WorkloadKindCompleter))]
    public string[]? Kind { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter]
    public SwitchParameter Unhealthy { get; set; }

    string? IKindGuarded.Kind => Kind?.FirstOrDefault(k => WorkloadKinds.Find(k) is null);

    string IKindGuarded.ExpectedKind => "Deployment, StatefulSet, DaemonSet, CronJob or Job";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new WorkloadQuery { Kinds = Kind, Names = Name, Namespaces = Namespace, LabelSelector = Selector, OnMissing = c.Error };
        await foreach (var workload in new WorkloadService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            if (!Unhealthy || !workload.Healthy) await c.WriteAsync(workload).ConfigureAwait(false);
        }
    }
}
