using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephUsage")]
[OutputType(typeof(CephUsage))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class GetCephUsageCommand : CephReadingCmdlet
{

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var usage in await new CephService(cluster, Namespace).GetUsageAsync(c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(usage).ConfigureAwait(false);
        }
    }
}
