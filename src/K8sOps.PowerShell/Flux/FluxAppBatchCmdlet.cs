using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

/// <summary>A command that changes apps of any number of clusters side by side: all are found, then asked about, then worked on.</summary>
public abstract class FluxAppBatchCmdlet : ChangingCmdlet, IKindGuarded
{
    private readonly FluxBatch _batch = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The apps, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppKindCompleter))]
    public string? Kind { get; set; }

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 32;

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    string IKindGuarded.ExpectedKind => "Kustomization or HelmRelease";

    bool IKindGuarded.Takes(string kind) => FluxKinds.Find(kind, FluxKinds.Apps) is not null;

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        _batch.Add(cluster, Kind, Namespace, Name, Uid);
        return Task.CompletedTask;
    }

    internal override async Task EndAsync(CommandContext c) => await ChangeAsync(await _batch.AppsAsync(ThrottleLimit, c).ConfigureAwait(false), c).ConfigureAwait(false);

    /// <summary>Changes the apps, those first that others depend on.</summary>
    internal abstract Task ChangeAsync(IReadOnlyList<(Cluster Cluster, FluxTarget Target)> apps, CommandContext c);
}
