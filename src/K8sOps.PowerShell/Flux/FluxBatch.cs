using System.Collections.Concurrent;
using K8sOps.Engine;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>
/// What came down the pipeline of a command that works on many side by side: it is collected, found all at once, and then worked on.
/// One that fails is an error of its own; the others go on.
/// </summary>
internal sealed class FluxBatch
{
    private readonly List<Wanted> _wanted = [];

    /// <summary>Notes what one pipeline object (or the command line) asks for.</summary>
    public void Add(Cluster cluster, string? kind, string? ns, string[] names, string? uid) => _wanted.Add(new Wanted(cluster, kind, ns, names, uid));

    /// <summary>The apps that were asked for, each once, those first that others depend on.</summary>
    public Task<IReadOnlyList<(Cluster Cluster, FluxTarget Target)>> AppsAsync(int throttleLimit, CommandContext c)
        => FindAsync((w, onMissing) => new FluxService(w.Cluster).AppTargetsAsync(w.Kind, w.Namespace, w.Names, w.Uid, c.Operation, onMissing, c.Stop), throttleLimit, c);

    /// <summary>The sources that were asked for, each once.</summary>
    public Task<IReadOnlyList<(Cluster Cluster, FluxTarget Target)>> SourcesAsync(int throttleLimit, CommandContext c)
        => FindAsync((w, onMissing) => new FluxService(w.Cluster).SourceTargetsAsync(w.Kind, w.Namespace, w.Names, w.Uid, c.Operation, onMissing, c.Stop), throttleLimit, c);

    /// <summary>Works on all of them, at most so many at a time.</summary>
    public static Task EachAsync<T>(IReadOnlyList<T> items, int throttleLimit, Func<T, Task> work, CommandContext c)
        => Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = c.Stop }, async (item, _) =>
        {
            try
            {
                await work(item).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
            catch (KubeException e)
            {
                await c.WriteErrorAsync(OperationErrors.From(e, "the cluster", "run " + c.Operation.Command)).ConfigureAwait(false);
            }
        });

    private async Task<IReadOnlyList<(Cluster Cluster, FluxTarget Target)>> FindAsync(Func<Wanted, Action<OperationException>, Task<IReadOnlyList<FluxTarget>>> find, int throttleLimit, CommandContext c)
    {
        var found = new ConcurrentDictionary<int, IReadOnlyList<FluxTarget>>();
        await EachAsync([.. _wanted.Index()], throttleLimit, async w => found[w.Index] = await find(w.Item, c.Error).ConfigureAwait(false), c).ConfigureAwait(false);
        var all = found.OrderBy(f => f.Key).SelectMany(f => f.Value.Select(target => (_wanted[f.Key].Cluster, Target: target))).DistinctBy(f => (f.Cluster, f.Target.Kind, f.Target.Path));
        return [.. all.GroupBy(f => f.Cluster).SelectMany(g => FluxSyncService.InOrder([.. g.Select(f => f.Target)]).Select(t => (g.Key, t)))];
    }

    private sealed record Wanted(Cluster Cluster, string? Kind, string? Namespace, string[] Names, string? Uid);
}
