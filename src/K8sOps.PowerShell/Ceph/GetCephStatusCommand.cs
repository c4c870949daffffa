using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephStatus")]
[OutputType(typeof(CephStatus))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class GetCephStatusCommand : CephReadingCmdlet
{

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
        => await c.WriteAsync(await new CephService(cluster, Namespace).GetStatusAsync(c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
}
