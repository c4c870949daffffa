namespace K8sOps.Flux;

/// <summary>A label selector as text (<c>a=b,c!=d,e in (f,g),!h</c>), where the server cannot be asked to decide it.</summary>
internal static class SelectorText
{
    /// <summary>Whether the selector selects the labels; one that is not there selects all.</summary>
    /// <exception cref="FormatException">It is no selector.</exception>
    public static bool Selects(string? selector, IReadOnlyDictionary<string, string> labels)
        => string.IsNullOrWhiteSpace(selector) || Requirements(selector).All(r => Holds(r, selector, labels));

    private static List<string> Requirements(string selector)
    {
        var parts = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < selector.Length; i++)
        {
            if (selector[i] == '(') depth++;
            else if (selector[i] == ')') depth--;
            else if (selector[i] == ',' && depth == 0)
            {
                parts.Add(selector[start..i]);
                start = i + 1;
            }
        }

        parts.Add(selector[start..]);
        return parts;
    }

    private static bool Holds(string requirement, string selector, IReadOnlyDictionary<string, string> labels)
    {
        var text = requirement.Trim();
        if (text.EndsWith(')'))
        {
            var open = text.IndexOf('(', StringComparison.Ordinal);
            var words = open < 0 ? [] : text[..open].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is not [var key, "in" or "notin"]) throw Bad(selector);
            var isAmong = labels.TryGetValue(key, out var label) && text[(open + 1)..^1].Split(',').Any(v => v.Trim() == label);
            return words[1] == "in" ? isAmong : !isAmong;
        }

        if (text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
        {
            var isNot = text[at - 1] == '!';
            var key = text[..(isNot ? at - 1 : at)].Trim();
            var value = text[(at + 1)..].TrimStart('=').Trim();
            return (labels.TryGetValue(key, out var label) && label == value) != isNot;
        }

        if (text.Length == 0 || text.AsSpan().ContainsAny(' ', '(')) throw Bad(selector);
        return text[0] == '!' ? !labels.ContainsKey(text[1..].Trim()) : labels.ContainsKey(text);
    }

    private static FormatException Bad(string selector) => new($"'{selector}' is no label selector");
}
