namespace K8sOps.Ceph.Reading;

/// <summary>The names that were asked for, and which literal ones were never seen. Unlike Kubernetes' names, those of pools and crash reports have capitals.</summary>
internal sealed class CephNames(IReadOnlyList<string>? texts)
{
    private readonly IReadOnlyList<NamePattern> _patterns = NamePattern.All(texts);
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True when nothing was asked for by name.</summary>
    public bool IsAll => _patterns.Count == 0;

    /// <summary>The literal names that were asked for and not seen.</summary>
    public IEnumerable<string> Missing => _patterns.Select(p => p.Literal).OfType<string>().Where(n => !_seen.Contains(n)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the name is among those asked for, and notes that it was seen.</summary>
    public bool Sees(string name)
    {
        if (IsAll) return true;
        var isWanted = false;
        foreach (var pattern in _patterns)
        {
            if (!pattern.IsMatch(name)) continue;
            isWanted = true;
            if (pattern.IsLiteral) _seen.Add(pattern.Literal!);
        }

        return isWanted;
    }
}
