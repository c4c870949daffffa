using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsDiagnostic.Test, "Flux")]
[OutputType(typeof(CheckResult), typeof(bool))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "list")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "list")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "list")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "list")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "list")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "list")]
[Permission("buckets.source.toolkit.fluxcd.io", "list")]
[Permission("deployments.apps", "list")]
[Permission("customresourcedefinitions.apiextensions.k8s.io", "list")]
public sealed class TestFluxCommand : CheckingCmdlet
{
    [Parameter(Position = 0)]
    [Alias("Id")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? Check { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan NotReadyFor { get; set; } = FluxCheckOptions.Default.NotReadyFor;

    [Parameter]
    [Duration]
    public TimeSpan SuspendedFor { get; set; } = FluxCheckOptions.Default.SuspendedFor;

    internal override IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
    {
        var options = new FluxCheckOptions { NotReadyFor = NotReadyFor, SuspendedFor = SuspendedFor, Names = Name, Namespaces = Namespace };
        return new PlatformService(cluster, [new FluxSystem(options)]).CheckAsync([FluxSystem.SystemName], Check, c.Operation, c.Stop);
    }
}
