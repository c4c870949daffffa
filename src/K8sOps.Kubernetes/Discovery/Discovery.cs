using K8sOps.Kubernetes.Http;

namespace K8sOps.Kubernetes;

/// <summary>
/// What an API server serves: aggregated discovery where it has it (Kubernetes 1.27 and newer), else group by group.
/// Kept in memory for ten minutes; a group that a request finds gone is looked for anew at the next question.
/// </summary>
public sealed class Discovery : IDisposable
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    private readonly DiscoveryReader _reader;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Snapshot? _snapshot;

    internal Discovery(RequestSender sender, TimeProvider clock)
    {
        _reader = new DiscoveryReader(sender);
        _clock = clock;
    }

    /// <summary>Everything that is served, the core group first, then the groups in the server's order, each group's preferred version first.</summary>
    public async Task<IReadOnlyList<ApiResource>> ResourcesAsync(CancellationToken cancellationToken)
        => (await CurrentAsync(cancellationToken).ConfigureAwait(false)).Resources;

    /// <summary>True when the group is served in any version; the core group is the empty string.</summary>
    public async Task<bool> IsGroupServedAsync(string group, CancellationToken cancellationToken)
        => (await CurrentAsync(cancellationToken).ConfigureAwait(false)).Groups.Contains(group);

    /// <summary>
    /// The resource of a kind, plural, singular or short name as kubectl takes it, also with its group or its version and
    /// group behind a dot (<c>deploy.apps</c>, <c>clusters.v1.postgresql.cnpg.io</c>); case does not matter. Null when none is served.
    /// </summary>
    public async Task<ApiResource?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var resources = (await CurrentAsync(cancellationToken).ConfigureAwait(false)).Resources;
        var (word, rest) = name.Split('.', 2) is [var w, var r] ? (w, r) : (name, null);

        // Names count before short names, and what stands first in the server's order before what stands behind it.
        return Best(resources, r => Is(r.Resource.Plural, word) || Is(r.Resource.Kind, word) || Is(r.Singular, word), rest)
            ?? Best(resources, r => r.ShortNames.Any(s => Is(s, word)), rest);
    }

    /// <summary>Forgets everything; the next question asks the server.</summary>
    public void Invalidate() => _snapshot = null;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Forgets what is kept if <paramref name="group"/> is in it: a request has just found it gone.</summary>
    internal void Forget(string group)
    {
        if (_snapshot is { } kept && kept.Groups.Contains(group)) Invalidate();
    }

    private static ApiResource? Best(IReadOnlyList<ApiResource> resources, Func<ApiResource, bool> isNamed, string? rest)
        => resources.FirstOrDefault(r => r.IsPreferred && isNamed(r) && IsIn(r.Resource, rest))
            ?? resources.FirstOrDefault(r => isNamed(r) && IsIn(r.Resource, rest));

    private static bool IsIn(KubeResource resource, string? rest)
        => rest is null || Is(resource.Group, rest) || Is($"{resource.Version}.{resource.Group}".TrimEnd('.'), rest);

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private async Task<Snapshot> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } kept) return kept;
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Fresh() is { } already) return already;
            var resources = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var groups = resources.Select(r => r.Resource.Group).ToHashSet(StringComparer.Ordinal);
            return _snapshot = new Snapshot(resources, groups, _clock.GetUtcNow());
        }
        finally
        {
            _gate.Release();
        }
    }

    private Snapshot? Fresh() => _snapshot is { } kept && _clock.GetUtcNow() - kept.ReadAt < s_lifetime ? kept : null;

    private sealed record Snapshot(IReadOnlyList<ApiResource> Resources, HashSet<string> Groups, DateTimeOffset ReadAt);
}
