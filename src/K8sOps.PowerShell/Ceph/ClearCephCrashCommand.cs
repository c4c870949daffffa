using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Kube;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Clear, "CephCrash", SupportsShouldProcess = true, DefaultParameterSetName = "ById")]
[OutputType(typeof(CephCrash))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class ClearCephCrashCommand : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "ById", HelpMessage = "The crash reports, by id")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephCrashCompleter))]
    public string[] CrashId { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    private protected override string ExpectedKind => "CephCrash";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephCrashArchiveService(cluster, Namespace);
        await EachAsync(await service.PlanAsync(All ? null : CrashId, c.Error, c.Operation, c.Stop).ConfigureAwait(false), async plan =>
        {
            if (plan.IsUnchanged) c.Note($"{plan.Target} on {cluster.Context}: nothing to archive.");
            else if (!await ConsentAsync(cluster, plan, All ? "Archive all crash reports" : "Archive crash report", c).ConfigureAwait(false)) return;
            else await service.ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
            foreach (var report in await new CephService(cluster, Namespace).GetCrashesAsync([.. plan.Subjects.Select(NamePattern.Escape)], newOnly: false, c.Operation, null, c.Stop).ConfigureAwait(false))
            {
                if (plan.Subjects.Contains(report.CrashId, StringComparer.Ordinal)) await c.WriteAsync(report).ConfigureAwait(false);
            }
        }, c).ConfigureAwait(false);
    }
}
