using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsData.Sync, "FluxApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FluxApp))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("buckets.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("externalartifacts.source.toolkit.fluxcd.io", "get")]
public sealed class SyncFluxAppCommand : FluxAppBatchCmdlet
{
    [Parameter]
    public SwitchParameter WithSource { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Reset { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    internal override Task ChangeAsync(IReadOnlyList<(Cluster Cluster, FluxTarget Target)> apps, CommandContext c)
    {
        var options = new FluxSyncOptions { WithSource = WithSource, Force = Force, Reset = Reset, NoWait = NoWait, Timeout = Timeout };
        return new FluxSyncSession(options, ThrottleLimit, c).RunAsync(apps,
            (service, app) => service.PlanAppAsync(app, c.Operation, c.Stop),
            (cluster, app) => new FluxService(cluster).ToApp(app));
    }
}
