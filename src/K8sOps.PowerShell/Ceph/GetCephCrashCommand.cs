using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Get, "CephCrash")]
[OutputType(typeof(CephCrash))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class GetCephCrashCommand : CephReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephCrashCompleter))]
    public string[]? CrashId { get; set; }

    [Parameter]
    public SwitchParameter New { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephCrash";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        foreach (var crash in await new CephService(cluster, Namespace).GetCrashesAsync(CrashId, New, c.Operation, c.Error, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(crash).ConfigureAwait(false);
        }
    }
}
