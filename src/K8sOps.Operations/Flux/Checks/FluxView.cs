using System.Text.Json.Serialization.Metadata;
using K8sOps.Flux.Wire;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>
/// What the checks of one run look at: each list is read once, side by side, and of each object only the facts are kept. A list that
/// cannot be read fails the checks that need it, and no other.
/// </summary>
internal sealed class FluxView
{
    private const string PartOfFlux = "app.kubernetes.io/part-of=flux";
    private static readonly KubeResource s_definitions = new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", IsNamespaced: false);

    private readonly OperationContext _context;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<Task<IReadOnlyList<FluxController>>> _controllers;
    private readonly Lazy<Task<IReadOnlyList<FluxDefinitionWire>>> _definitions;
    private readonly Lazy<Task<FluxCensus>> _census;
    private readonly Lazy<Task<IReadOnlyList<(FluxFact Fact, FluxTrouble Trouble)>>> _troubles;

    public FluxView(Cluster cluster, FluxCheckOptions options, OperationContext context, CancellationToken cancellationToken)
    {
        Cluster = cluster;
        Options = options;
        Now = cluster.Clock.GetUtcNow();
        _context = context;
        _cancellationToken = cancellationToken;
        _controllers = new(() => ListAsync(KubeResources.Deployments, PartOfFlux, FluxWire.Default.FluxControllerWire, FluxController.Of));
        _definitions = new(() => ListAsync(s_definitions, PartOfFlux, FluxWire.Default.FluxDefinitionWire, d => d));
        _census = new(ReadAsync);
        _troubles = new(JudgeAsync);
    }

    public Cluster Cluster { get; }

    public FluxCheckOptions Options { get; }

    /// <summary>The time that all verdicts of this run are made at, by the cluster's clock.</summary>
    public DateTimeOffset Now { get; }

    public Task<IReadOnlyList<FluxController>> Controllers => _controllers.Value;

    public Task<IReadOnlyList<FluxDefinitionWire>> Definitions => _definitions.Value;

    public Task<FluxCensus> Census => _census.Value;

    /// <summary>What is wrong with which app or source: of each at most one thing.</summary>
    public Task<IReadOnlyList<(FluxFact Fact, FluxTrouble Trouble)>> Troubles => _troubles.Value;

    /// <summary>Whether the options ask for this object.</summary>
    public bool IsWanted(FluxFact fact) => Wants(Options.Namespaces, fact.Namespace) && Wants(Options.Names, fact.Name);

    /// <summary>The error for the first literal name that was asked for and is not there; null when all are, or when a kind could not be read.</summary>
    public async Task<OperationException?> MissingAsync()
    {
        if (NamePattern.All(Options.Names).All(n => !n.IsLiteral)) return null;
        var census = await Census.ConfigureAwait(false);
        if (census.Unread.Count > 0) return null;
        var filter = new NameFilter(Options.Names);
        foreach (var fact in census.Objects.Where(f => Wants(Options.Namespaces, f.Namespace))) filter.Sees(fact.Name);
        return filter.Missing.FirstOrDefault() is { } name
            ? Asking.Missing(Cluster, "app or source of Flux", Options.Namespaces is [var only] && new NamePattern(only).IsLiteral ? only : null, name)
            : null;
    }

    private static bool Wants(IReadOnlyList<string>? patterns, string name)
        => patterns is not { Count: > 0 } || NamePattern.All(patterns).Any(p => p.IsMatch(name));

    private async Task<IReadOnlyList<(FluxFact Fact, FluxTrouble Trouble)>> JudgeAsync()
        => new FluxTriage(await Census.ConfigureAwait(false), Cluster.Context, Options, Now).Judge();

    private async Task<FluxCensus> ReadAsync()
    {
        var read = await Task.WhenAll(FluxKinds.Apps.Concat(FluxKinds.Sources).Select(ReadAsync)).ConfigureAwait(false);
        var controllers = await ControllersOrNoneAsync().ConfigureAwait(false);
        var unread = read.Where(r => r.Error is not null && !IsLeftOut(r.Resource, r.Error, controllers)).ToDictionary(r => r.Resource, r => r.Error!);
        // One shard that is up does not help the others' objects; which are whose is not ours to know, so only all of them down counts.
        var down = (controllers ?? []).GroupBy(c => c.Component, StringComparer.Ordinal).Where(g => g.All(c => c.IsDown(Now))).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        return new FluxCensus([.. read.SelectMany(r => r.Facts)], unread, down);
    }

    private async Task<(KubeResource Resource, IReadOnlyList<FluxFact> Facts, OperationException? Error)> ReadAsync(KubeResource resource)
    {
        try
        {
            return (resource, await ListAsync(resource, null, FluxWire.Default.FluxObjectWire, o => FluxFacts.Of(o, resource)).ConfigureAwait(false), null);
        }
        catch (OperationException e)
        {
            return (resource, [], e);
        }
    }

    /// <summary>Flux can be installed without its helm-controller: then its kind is not missing.</summary>
    private bool IsLeftOut(KubeResource resource, OperationException error, IReadOnlyList<FluxController>? controllers)
    {
        if (error.Id != "ApiNotInstalled" || controllers is not { Count: > 0 } || controllers.Any(c => c.Component == FluxController.ComponentOf(resource))) return false;
        _context.Sink.Note($"{resource.QualifiedName} is not installed on {Cluster.Context}, and neither is {FluxController.ComponentOf(resource)}.");
        return true;
    }

    private async Task<IReadOnlyList<FluxController>?> ControllersOrNoneAsync()
    {
        try
        {
            return await Controllers.ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            _context.Sink.Note($"The checks go on without it: {e.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<TFact>> ListAsync<TWire, TFact>(KubeResource resource, string? labels, JsonTypeInfo<TWire> type, Func<TWire, TFact> fact)
    {
        _context.Sink.Report(new OperationProgress($"Checking {Cluster.Context}", $"Listing {resource.Plural}"));
        var all = new List<TFact>();
        var items = Cluster.Client.ListAsync(resource, new ListOptions { LabelSelector = labels }, type, _cancellationToken);
        await foreach (var item in Asking.ForEach(items, Cluster, $"list {resource.QualifiedName}", _cancellationToken).ConfigureAwait(false)) all.Add(fact(item));
        return all;
    }
}
