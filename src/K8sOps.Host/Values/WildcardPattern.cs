using System.Text;
using K8sOps.Host;

namespace System.Management.Automation;

/// <summary><c>*</c>, <c>?</c>, <c>[a-z]</c>, and the backtick that takes their meaning away.</summary>
public sealed class WildcardPattern
{
    private const char EscapeCharacter = '`';
    private readonly string _pattern;
    private readonly WildcardOptions _options;
    private IReadOnlyList<WildcardElement>? _elements;

    public WildcardPattern(string pattern)
        : this(pattern, WildcardOptions.None)
    {
    }

    public WildcardPattern(string pattern, WildcardOptions options)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _pattern = pattern;
        _options = options;
    }

    public static WildcardPattern Get(string pattern, WildcardOptions options) => new(pattern, options);

    public static string Escape(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var escaped = new StringBuilder(pattern.Length + 4);
        foreach (var c in pattern)
        {
            if (IsWildcard(c) || c == EscapeCharacter) escaped.Append(EscapeCharacter);
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    public static string Unescape(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var plain = new StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            if (pattern[i] == EscapeCharacter && (IsWildcard(next) || next == EscapeCharacter)) i++;
            plain.Append(pattern[i]);
        }

        return plain.ToString();
    }

    public static bool ContainsWildcardCharacters(string pattern)
    {
        if (string.IsNullOrEmpty(pattern)) return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (IsWildcard(pattern[i])) return true;
            if (pattern[i] == EscapeCharacter) i++;
        }

        return false;
    }

    /// <summary>Whether the text matches as a whole.</summary>
    /// <exception cref="WildcardPatternException">The pattern has a bracket that is not closed, or a range that runs backwards.</exception>
    public bool IsMatch(string? input)
    {
        if (input is null) return false;
        _elements ??= WildcardElement.Parse(_pattern);
        return Matches(_elements, input, _options.HasFlag(WildcardOptions.IgnoreCase));
    }

    private static bool IsWildcard(char c) => c is '*' or '?' or '[' or ']';

    /// <summary>One pass, going back only to the last star.</summary>
    private static bool Matches(IReadOnlyList<WildcardElement> elements, string input, bool ignoreCase)
    {
        var element = 0;
        var position = 0;
        var star = -1;
        var resume = 0;
        while (position < input.Length)
        {
            if (element < elements.Count && elements[element].IsStar)
            {
                star = element++;
                resume = position;
            }
            else if (element < elements.Count && elements[element].Matches(input[position], ignoreCase))
            {
                element++;
                position++;
            }
            else if (star >= 0)
            {
                element = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (element < elements.Count && elements[element].IsStar) element++;
        return element == elements.Count;
    }
}
