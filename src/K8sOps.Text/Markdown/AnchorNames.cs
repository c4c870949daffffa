using System.Globalization;
using System.Text;

namespace K8sOps.Text;

/// <summary>The link names of one document's headings, as GitHub gives them.</summary>
internal sealed class AnchorNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Lower case; letters, digits, marks, <c>_</c> and <c>-</c> stay, blanks become <c>-</c>, the rest goes; a number is added to one that is taken.</summary>
    public string Next(string heading)
    {
        var name = new StringBuilder(heading.Length);
        foreach (var c in heading.Trim().ToLowerInvariant())
        {
            if (c is ' ' or '\n') name.Append('-');
            else if (c is '-' or '_' || char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) name.Append(c);
        }

        var first = name.ToString();
        var anchor = first;
        for (var i = 1; !_taken.Add(anchor); i++) anchor = string.Create(CultureInfo.InvariantCulture, $"{first}-{i}");
        return anchor;
    }
}
