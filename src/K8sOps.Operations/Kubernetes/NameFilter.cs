namespace K8sOps.Kube;

/// <summary>
/// The names that were asked for: which match, and which literal ones were never seen. A literal one that is missing is an error,
/// a pattern without a match is silence. Kubernetes' names are lower case, so literal ones are asked for in lower case.
/// </summary>
internal sealed class NameFilter
{
    private readonly IReadOnlyList<NamePattern> _patterns;
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    public NameFilter(IReadOnlyList<string>? texts)
    {
        _patterns = NamePattern.All(texts);
        foreach (var pattern in _patterns)
        {
            if (pattern.Literal is not null) _missing.Add(Lower(pattern.Literal));
        }
    }

    /// <summary>True when nothing was asked for by name.</summary>
    public bool IsAll => _patterns.Count == 0;

    /// <summary>Every name, when all of them are literal; else null.</summary>
    public IReadOnlyList<string>? Literals
        => _patterns.Count > 0 && _patterns.All(p => p.IsLiteral) ? [.. _patterns.Select(p => Lower(p.Literal!)).Distinct(StringComparer.Ordinal)] : null;

    /// <summary>The literal names that were asked for and not seen, in the order of the alphabet.</summary>
    public IEnumerable<string> Missing => _missing.Order(StringComparer.Ordinal);

    /// <summary>Whether <paramref name="name"/> is among those asked for, and notes that it was seen.</summary>
    public bool Sees(string name)
    {
        if (_patterns.Count == 0) return true;
        _missing.Remove(name);
        for (var i = 0; i < _patterns.Count; i++)
        {
            if (_patterns[i].IsMatch(name)) return true;
        }

        return false;
    }

    // Names of pods, nodes and namespaces are RFC 1123 labels: the server compares case, people do not.
#pragma warning disable CA1308 // lower case is what the server stores
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
