using System.Globalization;
using System.Text;

namespace K8sOps.Runbooks;

/// <summary>The table of runbooks in <c>docs/index.md</c>, which the build keeps between two comments.</summary>
public static class RunbookIndex
{
    private const string Begin = "<!-- runbooks: made by the build from their overviews -->";
    private const string End = "<!-- /runbooks -->";

    /// <summary>The index with a line for each runbook; null where the two comments are missing.</summary>
    /// <param name="index">The text of the index, with LF.</param>
    /// <param name="runbooks">The runbooks, in the order of the table.</param>
    /// <param name="folder">The folder of the runbooks, relative to the index.</param>
    public static string? Update(string index, IEnumerable<Runbook> runbooks, string folder)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(runbooks);
        ArgumentNullException.ThrowIfNull(folder);
        var begin = index.IndexOf(Begin, StringComparison.Ordinal);
        var end = index.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin) return null;
        var table = new StringBuilder("\n\n| Runbook | For |\n| --- | --- |\n");
        foreach (var runbook in runbooks) table.Append(CultureInfo.InvariantCulture, $"| [{runbook.Name}]({folder}/{runbook.Name}.md) | {Cell(runbook.Synopsis)} |\n");
        return string.Concat(index.AsSpan(0, begin + Begin.Length), table.Append('\n').ToString(), index.AsSpan(end));
    }

    private static string Cell(string text) => text.Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
