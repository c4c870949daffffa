using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using K8sOps.Text;

namespace K8sOps.Runbooks.Lint;

/// <summary>Links lead to files that are there, and anchors to headings. The web is not asked.</summary>
internal static partial class LinkRule
{
    private static readonly ConcurrentDictionary<string, (DateTime Written, IReadOnlySet<string> Anchors)> s_anchors = new(StringComparer.Ordinal);

    public static void Check(RunbookReading reading, ProblemList problems)
    {
        var own = Anchors(reading.Document);
        foreach (var link in reading.Document.Blocks.SelectMany(MarkdownWalk.Links))
        {
            if (Scheme().IsMatch(link.Target)) continue;
            var hash = link.Target.IndexOf('#', StringComparison.Ordinal);
            var (file, anchor) = hash < 0 ? (link.Target, null) : (link.Target[..hash], link.Target[(hash + 1)..]);
            if (Wrong(reading, own, Uri.UnescapeDataString(file), anchor) is { } wrong) problems.Add(RunbookRules.Link, link.Line, link.Column, wrong);
        }
    }

    private static string? Wrong(RunbookReading reading, IReadOnlySet<string> own, string file, string? anchor)
    {
        if (file.Length == 0) return anchor is { Length: > 0 } && own.Contains(anchor) ? null : anchor is { Length: > 0 } ? $"There is no heading #{anchor} in this runbook." : "The link leads nowhere.";
        if (reading.Runbook.Path is null || file.Contains('\0', StringComparison.Ordinal)) return null;
        if (Path.IsPathRooted(file)) return $"The link to {file} holds only on the machine it was written on: write it relative to this file.";
        var target = Path.GetFullPath(file, Path.GetDirectoryName(Path.GetFullPath(reading.Runbook.Path))!);
        if (!File.Exists(target)) return Directory.Exists(target) ? null : $"There is no file {file}.";
        return anchor is null || !target.EndsWith(".md", StringComparison.OrdinalIgnoreCase) || OfFile(target).Contains(anchor) ? null : $"There is no heading #{anchor} in {file}.";
    }

    private static IReadOnlySet<string> OfFile(string file)
    {
        var written = File.GetLastWriteTimeUtc(file);
        if (s_anchors.TryGetValue(file, out var known) && known.Written == written) return known.Anchors;
        try
        {
            var anchors = Anchors(Markdown.Parse(File.ReadAllText(file)));
            s_anchors[file] = (written, anchors);
            return anchors;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that cannot be read has no headings that a reader could come to.
            return new HashSet<string>(StringComparer.Ordinal);
        }
    }

    private static HashSet<string> Anchors(MarkdownDocument document)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var block in document.Blocks.SelectMany(MarkdownWalk.Blocks))
        {
            if (block is MarkdownHeading heading) anchors.Add(heading.Anchor);
            else if (block is MarkdownHtml html) anchors.UnionWith(Named().Matches(html.Text).Select(m => m.Groups[1].Value));
        }

        return anchors;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("(?:id|name)=\"([^\"]+)\"")]
    private static partial Regex Named();
}
