using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsLifecycle.Wait, "FluxApp")]
[OutputType(typeof(FluxApp))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "get", "list", "watch")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "get", "list", "watch")]
public sealed class WaitFluxAppCommand : ReadingCmdlet, IKindGuarded
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
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    string IKindGuarded.ExpectedKind => "Kustomization or HelmRelease";

    bool IKindGuarded.Takes(string kind) => FluxKinds.Find(kind, FluxKinds.Apps) is not null;

    internal override Task ReadAsync(Cluster cluster, CommandContext c)
    {
        lock (_batch) _batch.Add(cluster, Kind, Namespace, Name, Uid);
        return Task.CompletedTask;
    }

    // All at once: each has the whole time-out.
    internal override async Task EndAsync(CommandContext c)
    {
        var options = new FluxSyncOptions { Timeout = Timeout };
        var apps = await _batch.AppsAsync(ThrottleLimit, c).ConfigureAwait(false);
        await FluxBatch.EachAsync(apps, ThrottleLimit, async a =>
        {
            var ready = await new FluxSyncService(a.Cluster, options).WaitAsync(a.Target, c.Operation, c.Stop).ConfigureAwait(false);
            await c.WriteAsync(new FluxService(a.Cluster).ToApp(ready)).ConfigureAwait(false);
        }, c).ConfigureAwait(false);
    }
}
