using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephMonitor")]
[OutputType(typeof(CephMonitor))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class GetCephMonitorCommand : CephReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephMonitorCompleter))]
    public string[]? Monitor { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephMonitor";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var monitor in await new CephService(cluster, Namespace).GetMonitorsAsync(Monitor, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(monitor).ConfigureAwait(false);
        }
    }
}
