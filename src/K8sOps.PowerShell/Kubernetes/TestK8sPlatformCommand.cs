using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsDiagnostic.Test, "K8sPlatform")]
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
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "list")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "list")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "list")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "list")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "list")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "list")]
[Permission("buckets.source.toolkit.fluxcd.io", "list")]
[Permission("customresourcedefinitions.apiextensions.k8s.io", "list")]
public sealed class TestK8sPlatformCommand : CheckingCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(SystemCompleter))]
    public string[]? System { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Check { get; set; }

    internal override IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
        => new PlatformService(cluster).CheckAsync(System, Check, c.Operation, c.Stop);
}
