using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Clear, "CephFlag", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
[Permission("cephclusters.ceph.rook.io", "list", "patch")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class ClearCephFlagCommand : CephFlagChangingCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephFlagScopeCompleter))]
    public string Scope { get; set; } = CephFlagChangeService.WholeCluster;

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        return EachAsync(Flag.Distinct(StringComparer.OrdinalIgnoreCase), async flag =>
        {
            var service = new CephFlagChangeService(cluster, Namespace);
            var plan = await service.PlanClearAsync(flag, Scope, Force, c.Operation, c.Stop).ConfigureAwait(false);
            if (plan.IsUnchanged) c.Warn(plan.Remarks is [var why] ? why : $"{plan.Target} on {cluster.Context} is not set; nothing was changed.");
            else if (await ConsentAsync(cluster, plan, "Clear flag", c).ConfigureAwait(false)) await service.ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
        }, c);
    }
}
