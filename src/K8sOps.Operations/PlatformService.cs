using System.Runtime.CompilerServices;
using System.Threading.Channels;
using K8sOps.Kubernetes;

namespace K8sOps;

/// <summary>All systems of one cluster together.</summary>
public sealed class PlatformService
{
    private readonly Cluster _cluster;
    private readonly IReadOnlyList<ISystem> _systems;

    /// <summary>Creates the service over <see cref="Systems.All"/>.</summary>
    public PlatformService(Cluster cluster)
        : this(cluster, Systems.All)
    {
    }

    /// <summary>Creates the service over systems of the caller's choice.</summary>
    public PlatformService(Cluster cluster, IReadOnlyList<ISystem> systems)
    {
        _cluster = cluster;
        _systems = systems;
    }

    /// <summary>
    /// Makes the checks of every installed system, all systems side by side, and streams the results, system by system. A system that is not installed gives
    /// nothing, unless it was asked for by its literal name: then one <see cref="CheckStatus.Skip"/>. One that could not be asked whether it
    /// is installed gives one <see cref="CheckStatus.Unknown"/>.
    /// </summary>
    /// <param name="systems">Names of systems, literal or with wildcards; null or none for all.</param>
    /// <param name="checks">Ids of checks, literal or with wildcards; null or none for all.</param>
    /// <param name="context">Progress and notes.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    /// <exception cref="OperationException"><c>NotFound</c> for a literal name of a system or check that this module does not know.</exception>
    public async IAsyncEnumerable<CheckResult> CheckAsync(IReadOnlyList<string>? systems, IReadOnlyList<string>? checks, OperationContext context, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var names = NamePattern.All(systems);
        var ids = NamePattern.All(checks);
        RefuseUnknown("system", names, _systems.Select(s => s.Name));
        RefuseUnknown("check", ids, _systems.SelectMany(s => s.Checks).Select(c => c.Id));

        var chosen = _systems.Where(s => Matches(names, s.Name) && s.Checks.Any(c => Matches(ids, c.Id))).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = chosen.Select(s => Start(s, names, ids, context, stop.Token)).ToList();
        try
        {
            // One system after the other, however fast each was: the same cluster gives the same order.
            foreach (var (results, _) in running)
            {
                await foreach (var result in results.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return result;
            }
        }
        finally
        {
            // A consumer that has seen enough stops the checks that are still at work.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Select(r => r.Ending)).ConfigureAwait(false);
        }
    }

    private (ChannelReader<CheckResult> Results, Task Ending) Start(ISystem system, IReadOnlyList<NamePattern> names, IReadOnlyList<NamePattern> ids, OperationContext context, CancellationToken cancellationToken)
    {
        var results = Channel.CreateUnbounded<CheckResult>(new UnboundedChannelOptions { SingleReader = true });
        var ending = RunAsync(system, names, ids, context, results.Writer, cancellationToken).ContinueWith(t => results.Writer.Complete(t.Exception?.InnerException ?? (t.IsCanceled ? new TaskCanceledException(t) : null)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return (results.Reader, ending);
    }

    private async Task RunAsync(ISystem system, IReadOnlyList<NamePattern> names, IReadOnlyList<NamePattern> ids, OperationContext context, ChannelWriter<CheckResult> results, CancellationToken cancellationToken)
    {
        bool installed;
        try
        {
            installed = await system.IsInstalledAsync(_cluster, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            results.TryWrite(About(system, ids, CheckStatus.Unknown, $"cannot tell whether {system.Name} is installed: {e.Message}") with { Remedy = e.Remedy });
            return;
        }
        catch (KubeException e)
        {
            results.TryWrite(About(system, ids, CheckStatus.Unknown, $"cannot tell whether {system.Name} is installed: {e.Message}"));
            return;
        }

        if (!installed)
        {
            var named = names.Any(n => n.IsLiteral && n.IsMatch(system.Name));
            if (named) results.TryWrite(About(system, ids, CheckStatus.Skip, $"{system.Name} is not installed on {_cluster.Context}"));
            else context.Sink.Note($"{system.Name} is not installed on {_cluster.Context}.");
            return;
        }

        await foreach (var result in system.CheckAsync(_cluster, context, cancellationToken).ConfigureAwait(false))
        {
            if (Matches(ids, result.Id)) results.TryWrite(result);
        }
    }

    // Under the first check that was asked for: what was asked for and could not be looked at must not vanish.
    private CheckResult About(ISystem system, IReadOnlyList<NamePattern> ids, CheckStatus status, string message) => new()
    {
        Cluster = _cluster.Context,
        System = system.Name,
        Id = system.Checks.First(c => Matches(ids, c.Id)).Id,
        Status = status,
        Message = message,
        ObservedAt = _cluster.Clock.GetUtcNow(),
    };

    private static bool Matches(IReadOnlyList<NamePattern> patterns, string name) => patterns.Count == 0 || patterns.Any(p => p.IsMatch(name));

    private void RefuseUnknown(string what, IReadOnlyList<NamePattern> patterns, IEnumerable<string> known)
    {
        var all = known.ToList();
        if (patterns.FirstOrDefault(p => p.IsLiteral && !all.Any(p.IsMatch)) is not { } unknown) return;
        throw new OperationException("NotFound", OperationCategory.ObjectNotFound, unknown.Text,
            $"Cannot find {what} {unknown.Text} for {_cluster.Context}: known are {string.Join(", ", all)}.");
    }
}
