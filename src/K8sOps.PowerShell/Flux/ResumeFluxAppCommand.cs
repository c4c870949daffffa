using System.Collections.Concurrent;
using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsLifecycle.Resume, "FluxApp", SupportsShouldProcess = true)]
[OutputType(typeof(FluxApp), typeof(FluxSource))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("buckets.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
public sealed class ResumeFluxAppCommand : FluxSuspendingCmdlet
{
    private readonly ConcurrentQueue<(Cluster Cluster, FluxTarget Target, bool IsOfSources)> _resumed = new();

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    internal override async Task ChangeAsync(Cluster cluster, FluxTarget target, CommandContext c)
    {
        var plan = await new FluxSuspendService(cluster).PlanResumeAsync(target, c.Operation, c.Stop).ConfigureAwait(false);
        var resumed = await ConsentAndExecuteAsync(cluster, plan, c).ConfigureAwait(false) ?? [];
        foreach (var one in resumed)
        {
            if (NoWait || plan.IsUnchanged) await WriteAsync(cluster, one, IsOfSources, c).ConfigureAwait(false);
            else _resumed.Enqueue((cluster, one, IsOfSources));
        }
    }

    // All are let go first and waited for then, side by side: one may need the other.
    internal override Task EndAsync(CommandContext c) => Task.WhenAll(_resumed.Select(async one =>
    {
        try
        {
            var settled = await new FluxSuspendService(one.Cluster).WaitAsync(one.Target, Timeout, c.Operation, c.Stop).ConfigureAwait(false);
            await WriteAsync(one.Cluster, settled, one.IsOfSources, c).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }));
}
