using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsData.Compare, "FluxApp")]
[OutputType(typeof(FluxDrift))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "list")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "list")]
[Permission("services/proxy", "get")]
[Permission("*.*", "get", "patch")]
public sealed class CompareFluxAppCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppKindCompleter))]
    public string[]? Kind { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter]
    public SwitchParameter IncludeInSync { get; set; }

    string? IKindGuarded.Kind => Kind?.FirstOrDefault(k => FluxKinds.Find(k, FluxKinds.Apps) is null);

    string IKindGuarded.ExpectedKind => "Kustomization or HelmRelease";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new FluxAppQuery { Kinds = Kind, Names = Name, Namespaces = Namespace, LabelSelector = Selector, OnMissing = c.Error };
        await foreach (var drift in new FluxCompareService(cluster).CompareAsync(query, IncludeInSync, c.Operation, c.Stop).ConfigureAwait(false)) await c.WriteAsync(drift).ConfigureAwait(false);
    }
}
