using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsData.Sync, "FluxSource", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FluxSource))]
[Permission("gitrepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("ocirepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmrepositories.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("helmcharts.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
[Permission("buckets.source.toolkit.fluxcd.io", "get", "list", "watch", "patch")]
public sealed class SyncFluxSourceCommand : ChangingCmdlet, IKindGuarded
{
    private readonly FluxBatch _batch = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The sources, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxSourceNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxSourceKindCompleter))]
    public string? Kind { get; set; }

    [Parameter]
    public SwitchParameter NoWait { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 32;

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    string IKindGuarded.ExpectedKind => "GitRepository, OCIRepository, HelmRepository, HelmChart or Bucket";

    bool IKindGuarded.Takes(string kind) => FluxKinds.Find(kind, FluxKinds.Sources) is not null;

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        _batch.Add(cluster, Kind, Namespace, Name, Uid);
        return Task.CompletedTask;
    }

    internal override async Task EndAsync(CommandContext c)
    {
        var options = new FluxSyncOptions { NoWait = NoWait, Timeout = Timeout };
        await new FluxSyncSession(options, ThrottleLimit, c).RunAsync(await _batch.SourcesAsync(ThrottleLimit, c).ConfigureAwait(false),
            (service, source) => service.PlanSourceAsync(source, c.Operation, c.Stop),
            (cluster, source) => new FluxService(cluster).ToSource(source)).ConfigureAwait(false);
    }
}
