using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>One element of a wildcard pattern: a star, or what one character may be.</summary>
internal sealed class WildcardElement
{
    private static readonly WildcardElement s_star = new([]);
    private static readonly WildcardElement s_any = new([(char.MinValue, char.MaxValue)]);
    private readonly IReadOnlyList<(char First, char Last)> _ranges;

    private WildcardElement(IReadOnlyList<(char First, char Last)> ranges) => _ranges = ranges;

    public bool IsStar => ReferenceEquals(this, s_star);

    public static IReadOnlyList<WildcardElement> Parse(string pattern)
    {
        // The engine's own oddity: a pattern of nothing but the escape matches only the empty text.
        if (pattern == "`") return [];
        var elements = new List<WildcardElement>();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    elements.Add(s_star);
                    break;
                case '?':
                    elements.Add(s_any);
                    break;
                case '[':
                    elements.Add(Bracket(pattern, ref i));
                    break;
                case '`' when i + 1 < pattern.Length:
                    i++;
                    elements.Add(new WildcardElement([(pattern[i], pattern[i])]));
                    break;
                default:
                    elements.Add(new WildcardElement([(pattern[i], pattern[i])]));
                    break;
            }
        }

        return elements;
    }

    public bool Matches(char c, bool ignoreCase)
    {
        if (IsStar) return false;
        foreach (var (first, last) in _ranges)
        {
            if (c >= first && c <= last) return true;
            if (!ignoreCase) continue;
            var lower = char.ToLowerInvariant(c);
            var upper = char.ToUpperInvariant(c);
            if ((lower >= first && lower <= last) || (upper >= first && upper <= last)) return true;
        }

        return false;
    }

    /// <summary>Reads <c>[…]</c>; <paramref name="i"/> is at the opening bracket and ends at the closing one.</summary>
    private static WildcardElement Bracket(string pattern, ref int i)
    {
        var members = new List<(char Value, bool Escaped)>();
        for (i++; i < pattern.Length; i++)
        {
            // A closing bracket that stands first is a member.
            if (pattern[i] == ']' && members.Count > 0) return new WildcardElement(Ranges(members, pattern));
            if (pattern[i] == '`' && i + 1 < pattern.Length) members.Add((pattern[++i], true));
            else members.Add((pattern[i], false));
        }

        throw new WildcardPatternException(pattern);
    }

    private static List<(char First, char Last)> Ranges(List<(char Value, bool Escaped)> members, string pattern)
    {
        var ranges = new List<(char First, char Last)>();
        for (var m = 0; m < members.Count; m++)
        {
            if (m + 2 < members.Count && members[m + 1] is { Value: '-', Escaped: false })
            {
                if (members[m].Value > members[m + 2].Value) throw new WildcardPatternException(pattern);
                ranges.Add((members[m].Value, members[m + 2].Value));
                m += 2;
            }
            else
            {
                ranges.Add((members[m].Value, members[m].Value));
            }
        }

        return ranges;
    }
}
