using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Remove, "CephOsd", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
[Permission("cephclusters.ceph.rook.io", "list", "patch")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "get", "list", "patch", "delete")]
[Permission("jobs.batch", "list", "delete")]
[Permission("persistentvolumeclaims", "get", "list", "patch", "delete")]
public sealed class RemoveCephOsdCommand : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The OSD, by number")]
    [Alias("Id")]
    [ValidateRange(0, int.MaxValue), ArgumentCompleter(typeof(CephOsdIdCompleter))]
    public int OsdId { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = CephOsdRemovalOptions.Default.Timeout;

    [Parameter]
    public SwitchParameter KeepClaim { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    // Never by the pipeline, and never completed: whoever forces types the number twice.
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? ConfirmId { get; set; }

    private protected override string ExpectedKind => "CephOsd";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephOsdRemovalService(cluster, Namespace);
        var options = new CephOsdRemovalOptions { Timeout = Timeout, Force = Force, ConfirmId = ConfirmId, KeepClaim = KeepClaim };
        var plan = await service.PlanAsync(OsdId, options, c.Operation, c.Stop).ConfigureAwait(false);
        if (plan.Refusal is { } refusal && !c.IsWhatIf) throw refusal;
        if (await c.ConfirmAsync($"{plan.Target} of Ceph on {cluster.Context}", "Remove OSD", plan.Details).ConfigureAwait(false) == Consent.Yes) await service.ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
    }
}
