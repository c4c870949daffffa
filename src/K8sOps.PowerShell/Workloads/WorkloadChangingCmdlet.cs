using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

/// <summary>A command that changes workloads of one namespace: it finds them all, then plans, asks and changes one by one.</summary>
public abstract class WorkloadChangingCmdlet : ChangingCmdlet, IKindGuarded
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

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    string IKindGuarded.ExpectedKind => "Deployment, StatefulSet or DaemonSet";

    bool IKindGuarded.Takes(string kind) => WorkloadKinds.Find(kind) is { } known && WorkloadKinds.RollingOut.Contains(known);

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        foreach (var target in await new WorkloadService(cluster).TargetsAsync(Kind, Namespace, Name, Uid, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            try
            {
                await ChangeAsync(cluster, target, c).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Changes one workload.</summary>
    internal abstract Task ChangeAsync(Cluster cluster, WorkloadTarget target, CommandContext c);

    /// <summary>Asks for a plan, field by field, and carries it out; null when it was not to be, and without asking when there is nothing to do.</summary>
    internal static async Task<K8sWorkload?> ConsentAndExecuteAsync(Cluster cluster, WorkloadPlan plan, string action, CommandContext c)
    {
        if (plan.Changes.Count == 0) c.Note($"{plan.Target} on {cluster.Context} is as it should be.");
        else if (await c.ConfirmAsync($"{plan.Target} on {cluster.Context}", action, [.. plan.Changes.Select(change => change.ToString())]).ConfigureAwait(false) != Consent.Yes) return null;
        return await new WorkloadChangeService(cluster).ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
    }
}
