using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsDiagnostic.Test, "K8sCluster")]
[OutputType(typeof(CheckResult), typeof(bool))]
[Permission("nodes", "list")]
[Permission("pods", "list")]
[Permission("events", "list")]
[Permission("persistentvolumeclaims", "list")]
[Permission("namespaces", "list")]
[Permission("poddisruptionbudgets.policy", "list")]
[Permission("deployments.apps", "list")]
[Permission("statefulsets.apps", "list")]
[Permission("daemonsets.apps", "list")]
[Permission("jobs.batch", "list")]
[Permission("storageclasses.storage.k8s.io", "list")]
[Permission("/readyz", "get")]
public sealed class TestK8sClusterCommand : CheckingCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Check { get; set; }

    internal override IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
        => new PlatformService(cluster, [new KubernetesSystem()]).CheckAsync([KubernetesSystem.SystemName], Check, c.Operation, c.Stop);
}
