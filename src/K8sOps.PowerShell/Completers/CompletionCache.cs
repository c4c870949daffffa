using System.Collections.Concurrent;

namespace K8sOps.Completers;

/// <summary>Names that completion read a moment ago: the next Tab must not ask the server again.</summary>
internal sealed class CompletionCache
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What is known, however old; null when nothing is.</summary>
    public IReadOnlyList<Completion>? Last(string key) => _entries.TryGetValue(key, out var entry) ? entry.Names : null;

    /// <summary>What is known, if it is fresh enough not to ask again.</summary>
    public IReadOnlyList<Completion>? Fresh(string key)
        => _entries.TryGetValue(key, out var entry) && TimeProvider.System.GetElapsedTime(entry.At) < s_fresh ? entry.Names : null;

    /// <summary>Keeps an answer.</summary>
    public void Keep(string key, IReadOnlyList<Completion> names) => _entries[key] = new Entry(TimeProvider.System.GetTimestamp(), names);

    private sealed record Entry(long At, IReadOnlyList<Completion> Names);
}
