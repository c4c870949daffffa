using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsDiagnostic.Test, "K8sCluster")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestK8sClusterCommand : CheckingCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Check { get; set; }

    internal override IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
        => new PlatformService(cluster).CheckAsync(["Kubernetes"], Check, c.Operation, c.Stop);
}
