using System.Management.Automation;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Set, "CephFlag", SupportsShouldProcess = true)]
[OutputType(typeof(CephFlag))]
[Permission("cephclusters.ceph.rook.io", "list", "patch")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class SetCephFlagCommand : CephFlagChangingCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        return EachAsync(Flag.Distinct(StringComparer.OrdinalIgnoreCase), async flag =>
        {
            // The word on the first flag changes the object that bears the word on the next: each is planned on what is there then.
            var service = new CephFlagChangeService(cluster, Namespace);
            var plan = await service.PlanSetAsync(flag, Reason, Force, c.Operation, c.Stop).ConfigureAwait(false);
            if (plan.IsUnchanged) c.Warn(plan.Remarks is [var why] ? why : $"{plan.Target} on {cluster.Context} is set already; nothing was changed.");
            else if (!await ConsentAsync(cluster, plan, "Set flag", c).ConfigureAwait(false)) return;
            await service.ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
            foreach (var set in await new CephService(cluster, Namespace).GetFlagsAsync([NamePattern.Escape(plan.Target)], c.Operation, null, c.Stop).ConfigureAwait(false))
            {
                if (set.Scope == "cluster") await c.WriteAsync(set).ConfigureAwait(false);
            }
        }, c);
    }
}
