using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsLifecycle.Wait, "K8sRollout")]
[OutputType(typeof(K8sWorkload))]
[Permission("deployments.apps", "get", "list", "watch")]
[Permission("statefulsets.apps", "get", "list", "watch")]
[Permission("daemonsets.apps", "get", "list", "watch")]
[Permission("pods", "list")]
public sealed class WaitK8sRolloutCommand : ReadingCmdlet, IKindGuarded
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

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    string IKindGuarded.ExpectedKind => "Deployment, StatefulSet or DaemonSet";

    bool IKindGuarded.Takes(string kind) => WorkloadKinds.Find(kind) is { } known && WorkloadKinds.RollingOut.Contains(known);

    // All at once: each has the whole time-out.
    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var targets = await new WorkloadService(cluster).TargetsAsync(Kind, Namespace, Name, null, c.Operation, c.Error, c.Stop).ConfigureAwait(false);
        await Task.WhenAll(targets.Select(t => WaitAsync(cluster, t, c))).ConfigureAwait(false);
    }

    private async Task WaitAsync(Cluster cluster, WorkloadTarget target, CommandContext c)
    {
        try
        {
            await c.WriteAsync(await new RolloutService(cluster).WaitAsync(target, Timeout, c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }
}
