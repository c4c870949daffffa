using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsCommon.Get, "FluxLog")]
[OutputType(typeof(FluxLogLine))]
[Permission("deployments.apps", "list")]
[Permission("pods", "list")]
[Permission("pods", "get", OnlyFor = "-Follow")]
[Permission("pods/log", "get")]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
[Permission("buckets.source.toolkit.fluxcd.io", "list", OnlyFor = "-Name")]
public sealed class GetFluxLogCommand : ReadingCmdlet, IKindGuarded
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
    public FluxLogLevel Level { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxControllerNameCompleter))]
    public string[]? Controller { get; set; }

    [Parameter]
    [TimePoint]
    public TimePoint? Since { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    [Parameter]
    [Alias("f")]
    public SwitchParameter Follow { get; set; }

    string? IKindGuarded.Kind => Kind?.FirstOrDefault(k => !FluxKinds.IsAny(k));

    string IKindGuarded.ExpectedKind => "kind of Flux, such as Kustomization or GitRepository";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new FluxLogQuery
        {
            Names = Name,
            Namespaces = Namespace,
            Kinds = Kind,
            Level = Level,
            Controllers = Controller,
            Since = Since?.Resolve(cluster.Clock),
            Tail = Tail,
            Follow = Follow,
            OnError = c.Error,
        };
        await foreach (var line in new FluxLogService(cluster).ReadAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(line).ConfigureAwait(false);
        }
    }
}
