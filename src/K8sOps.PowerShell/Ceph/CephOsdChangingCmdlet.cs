using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

/// <summary>A command that changes OSDs and hands them on as they then are.</summary>
public abstract class CephOsdChangingCmdlet : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The OSDs, by number")]
    [Alias("Id")]
    [ValidateRange(0, int.MaxValue), ArgumentCompleter(typeof(CephOsdIdCompleter))]
    public int[] OsdId { get; set; } = [];

    private protected override string ExpectedKind => "CephOsd";

    private protected async Task WriteAsync(Cluster cluster, int id, CommandContext c)
    {
        foreach (var osd in await new CephService(cluster, Namespace).GetOsdsAsync([id], c.Operation, null, c.Stop).ConfigureAwait(false)) await c.WriteAsync(osd).ConfigureAwait(false);
    }
}
