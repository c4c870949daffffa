using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsCommon.Get, "FluxSource")]
[OutputType(typeof(FluxSource))]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "get", "list")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "get", "list")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "get", "list")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "get", "list")]
[Permission("buckets.source.toolkit.fluxcd.io", "get", "list")]
public sealed class GetFluxSourceCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxSourceNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxSourceKindCompleter))]
    public string[]? Kind { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter]
    public SwitchParameter Suspended { get; set; }

    string? IKindGuarded.Kind => Kind?.FirstOrDefault(k => FluxKinds.Find(k, FluxKinds.Sources) is null);

    string IKindGuarded.ExpectedKind => "GitRepository, OCIRepository, HelmRepository, HelmChart or Bucket";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new FluxSourceQuery { Kinds = Kind, Names = Name, Namespaces = Namespace, LabelSelector = Selector, OnMissing = c.Error };
        await foreach (var source in new FluxService(cluster).ListSourcesAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            if (!Suspended || source.Suspended) await c.WriteAsync(source).ConfigureAwait(false);
        }
    }
}
