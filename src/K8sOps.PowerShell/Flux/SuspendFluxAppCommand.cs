using System.Management.Automation;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsLifecycle.Suspend, "FluxApp", SupportsShouldProcess = true)]
[OutputType(typeof(FluxApp), typeof(FluxSource))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "get", "list", "patch")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "get", "list", "patch")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "get", "list", "patch", OnlyFor = "-WithSource")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "get", "list", "patch", OnlyFor = "-WithSource")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "get", "list", "patch", OnlyFor = "-WithSource")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "get", "list", "patch", OnlyFor = "-WithSource")]
[Permission("buckets.source.toolkit.fluxcd.io", "get", "list", "patch", OnlyFor = "-WithSource")]
public sealed class SuspendFluxAppCommand : FluxSuspendingCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter WithSource { get; set; }

    internal override async Task ChangeAsync(Cluster cluster, FluxTarget target, CommandContext c)
    {
        var options = new FluxSuspendOptions { Reason = Reason, Recurse = Recurse, WithSource = WithSource, Run = OperationScope.Current?.Run };
        var plan = await new FluxSuspendService(cluster).PlanSuspendAsync(target, options, c.Operation, c.Stop).ConfigureAwait(false);
        foreach (var suspended in await ConsentAndExecuteAsync(cluster, plan, c).ConfigureAwait(false) ?? []) await WriteAsync(cluster, suspended, IsOfSources, c).ConfigureAwait(false);
    }
}
