using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsDiagnostic.Test, "RookUpgrade")]
[OutputType(typeof(CheckResult), typeof(bool))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "list")]
public sealed class TestRookUpgradeCommand : CheckingCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephNamespaceCompleter))]
    public string? Namespace { get; set; }

    internal override async IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
    {
        foreach (var result in await new RookUpgradeService(cluster, Namespace).TestAsync(c.Operation, c.Stop).ConfigureAwait(false)) yield return result;
    }
}
