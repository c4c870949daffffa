using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsCommon.Get, "FluxEvent")]
[OutputType(typeof(K8sEvent))]
[Permission("events", "list")]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "get", "list", OnlyFor = "-Name")]
[Permission("buckets.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
public sealed class GetFluxEventCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxObjectNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxObjectKindCompleter))]
    public string[]? Kind { get; set; }

    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string? Type { get; set; }

    [Parameter]
    [TimePoint]
    public TimePoint? Since { get; set; }

    string? IKindGuarded.Kind => Kind?.FirstOrDefault(k => !FluxKinds.IsAny(k));

    string IKindGuarded.ExpectedKind => "kind of Flux, such as Kustomization or GitRepository";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new FluxEventQuery { Names = Name, Kinds = Kind, Namespaces = Namespace, Type = Type, Since = Since?.Resolve(cluster.Clock), OnMissing = c.Error };
        await foreach (var found in new FluxEventService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(found).ConfigureAwait(false);
        }
    }
}
