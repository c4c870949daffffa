using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Resize, "K8sVolumeClaim", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(K8sVolumeClaim))]
[Permission("persistentvolumeclaims", "get", "list", "watch", "patch")]
[Permission("pods", "list")]
[Permission("statefulsets.apps", "list")]
[Permission("storageclasses.storage.k8s.io", "list")]
public sealed class ResizeK8sVolumeClaimCommand : ChangingCmdlet, IKindGuarded
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The claims to make larger")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(VolumeClaimNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1, HelpMessage = "The size to ask for, such as 20Gi")]
    [Size]
    [ValidateRange(1L, long.MaxValue)]
    public long Size { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "PersistentVolumeClaim";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var ns = Namespace ?? cluster.DefaultNamespace ?? "default";
        var claims = new List<K8sVolumeClaim>();
        var query = new VolumeClaimQuery { Names = Name, Namespaces = [NamePattern.Escape(ns)], OnMissing = c.Error };
        await foreach (var claim in new VolumeClaimService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false)) claims.Add(claim);
        foreach (var claim in claims)
        {
            try
            {
                await ResizeAsync(cluster, claim, c).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    private async Task ResizeAsync(Cluster cluster, K8sVolumeClaim claim, CommandContext c)
    {
        var service = new VolumeClaimResizeService(cluster);
        var plan = await service.PlanAsync(claim.Namespace, claim.Name, Uid ?? claim.Uid, Size, Force, c.Operation, c.Stop).ConfigureAwait(false);
        var consent = await c.ConfirmAsync($"PersistentVolumeClaim {claim.Namespace}/{claim.Name} on {cluster.Context}", $"Resize claim to {plan.Quantity}", plan.Details).ConfigureAwait(false);
        if (consent != Consent.Yes) return;
        var now = await service.ResizeAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
        if (!NoWait) now = await service.WaitAsync(plan, Timeout, c.Operation, c.Stop).ConfigureAwait(false);
        await c.WriteAsync(now).ConfigureAwait(false);
    }
}
