using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>A label selector: <c>app=web,tier in (a,b),!canary,track notin (old)</c>.</summary>
internal sealed class LabelSelector
{
    private readonly List<(string Key, string[]? Values, bool Wanted)> _terms = [];

    /// <summary>Reads a selector.</summary>
    /// <exception cref="ApiException">400: the text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var term in Split(text ?? "")) selector._terms.Add(Term(term, text!));
        return selector;
    }

    /// <summary>Whether all terms hold; <c>!=</c> and <c>notin</c> hold for what has no such label.</summary>
    public bool Matches(StoredObject item)
    {
        foreach (var (key, values, wanted) in _terms)
        {
            var actual = item.Label(key);
            var holds = values is null ? actual is not null : actual is not null && values.Contains(actual);
            if (holds != wanted) return false;
        }

        return true;
    }

    /// <summary>Whether a selector as objects hold it (<c>matchLabels</c>, <c>matchExpressions</c>) selects labels; an empty one selects all.</summary>
    public static bool Holds(JsonObject selector, JsonObject? labels)
    {
        string? Value(string key) => labels?[key]?.ToString();
        foreach (var (key, value) in selector["matchLabels"] as JsonObject ?? [])
        {
            if (Value(key) != value?.ToString()) return false;
        }

        foreach (var expression in (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var actual = Value((string?)expression["key"] ?? "");
            var isListed = (expression["values"] as JsonArray ?? []).Any(value => value?.ToString() == actual);
            var holds = (string?)expression["operator"] switch
            {
                "In" => actual is not null && isListed,
                "NotIn" => actual is null || !isListed,
                "Exists" => actual is not null,
                "DoesNotExist" => actual is null,
                _ => false,
            };
            if (!holds) return false;
        }

        return true;
    }

    private static (string Key, string[]? Values, bool Wanted) Term(string term, string whole)
    {
        if (term.IndexOf('(', StringComparison.Ordinal) is > 0 and var open)
        {
            var head = term[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!term.EndsWith(')') || head is not [var setKey, "in" or "notin"]) throw Bad(whole, term);
            return (Key(setKey, whole), term[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries), head[1] == "in");
        }

        if (term.StartsWith('!')) return (Key(term[1..], whole), null, false);
        if (term.IndexOf("!=", StringComparison.Ordinal) is >= 0 and var not) return (Key(term[..not], whole), [Value(term[(not + 2)..], whole)], false);
        if (term.IndexOf('=', StringComparison.Ordinal) is >= 0 and var at) return (Key(term[..at], whole), [Value(term[(at + 1)..].TrimStart('='), whole)], true);
        return (Key(term, whole), null, true);
    }

    private static string Key(string text, string whole)
    {
        text = text.Trim();
        return text.Length > 0 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/') ? text : throw Bad(whole, text);
    }

    private static string Value(string text, string whole)
    {
        text = text.Trim();
        return text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') ? text : throw Bad(whole, text);
    }

    private static ApiException Bad(string whole, string found) =>
        ApiException.BadRequest($"unable to parse requirement: found '{found}' in \"{whole}\", which is no label selector");

    /// <summary>Splits at commas outside of parentheses.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '(') depth++;
            if (i < text.Length && text[i] == ')') depth--;
            if (i < text.Length && (text[i] != ',' || depth > 0)) continue;
            var term = text[start..i].Trim();
            if (term.Length > 0) yield return term;
            else if (i < text.Length) throw Bad(text, ",");
            start = i + 1;
        }
    }
}
