using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsLifecycle.Invoke, "CephHealth")]
[OutputType(typeof(CheckResult), typeof(bool))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("cephblockpools.ceph.rook.io", "list")]
[Permission("cephfilesystems.ceph.rook.io", "list")]
[Permission("cephobjectstores.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "list")]
[Permission("daemonsets.apps", "list")]
[Permission("nodes", "list")]
public sealed class InvokeCephHealthCommand : CheckingCmdlet
{
    [Parameter(Position = 0)]
    [Alias("Id")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Check { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephNamespaceCompleter))]
    public string? Namespace { get; set; }

    internal override IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
        => new PlatformService(cluster, [new CephSystem(Namespace)]).CheckAsync([CephSystem.SystemName], Check, c.Operation, c.Stop);
}
