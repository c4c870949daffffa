using System.Text;

namespace K8sOps;

/// <summary>
/// A name as an operator types it: literal, or with wildcards as PowerShell reads them (<c>*</c>, <c>?</c>, <c>[a-c]</c>, and the
/// backtick before a character that is meant literally). Case does not matter. The services match with it, since they do not see the engine.
/// </summary>
public sealed class NamePattern
{
    private readonly Token[] _tokens;

    /// <summary>Reads a pattern. An opening bracket that is never closed stands for itself.</summary>
    public NamePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _tokens = Read(text);
        IsLiteral = Array.TrueForAll(_tokens, t => t.Kind == TokenKind.Character);
        Literal = IsLiteral ? string.Concat(_tokens.Select(t => t.Character)) : null;
    }

    private enum TokenKind
    {
        Character,
        AnyOne,
        AnyMany,
        Set,
    }

    /// <summary>The pattern as it was typed.</summary>
    public string Text { get; }

    /// <summary>True when it has no wildcard: it names one thing, and its absence is an error.</summary>
    public bool IsLiteral { get; }

    /// <summary>The name without its backticks; null for a pattern with wildcards.</summary>
    public string? Literal { get; }

    /// <summary>Reads many; null gives none.</summary>
    public static IReadOnlyList<NamePattern> All(IEnumerable<string>? texts) => texts is null ? [] : [.. texts.Select(t => new NamePattern(t))];

    /// <summary>Puts a backtick before everything in a name that a pattern would read as a wildcard.</summary>
    public static string Escape(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.AsSpan().IndexOfAny("*?[]`") < 0) return name;
        var escaped = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (c is '*' or '?' or '[' or ']' or '`') escaped.Append('`');
            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>Whether <paramref name="name"/> matches as a whole. Takes time in proportion to both lengths at worst.</summary>
    public bool IsMatch(string? name)
    {
        if (name is null) return false;
        if (Literal is not null) return string.Equals(Literal, name, StringComparison.OrdinalIgnoreCase);

        // Greedy with one point of return: when something after a star does not fit, the last star takes one character more.
        int at = 0, token = 0, starToken = -1, starAt = 0;
        while (at < name.Length)
        {
            if (token < _tokens.Length && _tokens[token].Kind == TokenKind.AnyMany)
            {
                starToken = token++;
                starAt = at;
            }
            else if (token < _tokens.Length && _tokens[token].Matches(name[at]))
            {
                token++;
                at++;
            }
            else if (starToken >= 0)
            {
                token = starToken + 1;
                at = ++starAt;
            }
            else
            {
                return false;
            }
        }

        while (token < _tokens.Length && _tokens[token].Kind == TokenKind.AnyMany) token++;
        return token == _tokens.Length;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Token[] Read(string text)
    {
        var tokens = new List<Token>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '`' when i + 1 < text.Length:
                    tokens.Add(new Token(TokenKind.Character, text[++i], null));
                    break;
                case '*':
                    if (tokens.Count == 0 || tokens[^1].Kind != TokenKind.AnyMany) tokens.Add(new Token(TokenKind.AnyMany, '*', null));
                    break;
                case '?':
                    tokens.Add(new Token(TokenKind.AnyOne, '?', null));
                    break;
                case '[' when ReadSet(text, ref i) is { } set:
                    tokens.Add(new Token(TokenKind.Set, '[', set));
                    break;
                default:
                    tokens.Add(new Token(TokenKind.Character, c, null));
                    break;
            }
        }

        return [.. tokens];
    }

    /// <summary>Reads <c>[a-cx]</c>; on success <paramref name="at"/> stands on the closing bracket.</summary>
    private static List<(char From, char To)>? ReadSet(string text, ref int at)
    {
        var ranges = new List<(char, char)>();
        var i = at + 1;
        while (i < text.Length)
        {
            // As in PowerShell, a bracket right after the opening one is a member of the set.
            if (text[i] == ']' && i > at + 1)
            {
                at = i;
                return ranges;
            }

            var from = Member(text, ref i);
            if (i + 1 < text.Length && text[i] == '-' && text[i + 1] != ']')
            {
                i++;
                ranges.Add((from, Member(text, ref i)));
            }
            else
            {
                ranges.Add((from, from));
            }
        }

        return null;
    }

    private static char Member(string text, ref int i)
    {
        if (text[i] == '`' && i + 1 < text.Length) i++;
        return text[i++];
    }

    private readonly record struct Token(TokenKind Kind, char Character, List<(char From, char To)>? Set)
    {
        public bool Matches(char c) => Kind switch
        {
            TokenKind.AnyOne => true,
            TokenKind.Character => Same(Character, c),
            TokenKind.Set => InSet(c),
            _ => false,
        };

        private static bool Same(char a, char b) => a == b || char.ToUpperInvariant(a) == char.ToUpperInvariant(b);

        private bool InSet(char c)
        {
            var lower = char.ToLowerInvariant(c);
            var upper = char.ToUpperInvariant(c);
            foreach (var (from, to) in Set!)
            {
                if ((lower >= from && lower <= to) || (upper >= from && upper <= to)) return true;
            }

            return false;
        }
    }
}
