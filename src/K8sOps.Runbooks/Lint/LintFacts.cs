using K8sOps.Runbooks.Help;
using K8sOps.Text;

namespace K8sOps.Runbooks.Lint;

/// <summary>What the lint knows of the module. What is null is not known, and what it would tell is not looked at.</summary>
public sealed record LintFacts
{
    /// <summary>The commands of this module.</summary>
    public IReadOnlyList<CommandMetadata>? Commands { get; init; }

    /// <summary>The checks of all systems.</summary>
    public IReadOnlyList<CheckInfo>? Checks { get; init; }

    /// <summary>The alerts, as Alertmanager carries their names.</summary>
    public IReadOnlyList<string>? Alerts { get; init; }

    /// <summary>The folder of the module's own runbooks: those are held to its tables of checks and alerts more strictly than somebody's own.</summary>
    public string? ModuleRunbooks { get; init; }

    /// <summary>Whether a runbook is the module's own.</summary>
    public bool IsOurs(Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return ModuleRunbooks is not null && runbook.Path is not null && Path.GetFullPath(Path.GetDirectoryName(runbook.Path) ?? ".") == Path.GetFullPath(ModuleRunbooks).TrimEnd(Path.DirectorySeparatorChar);
    }

    /// <summary>The names in the first columns of the tables under the heading "Alerts" of docs/checks.md.</summary>
    public static IReadOnlyList<string> AlertsOf(string checksPage)
    {
        var sections = Markdown.Parse(checksPage).Sections;
        var alerts = sections.SelectMany(s => s.Sections).Concat(sections).FirstOrDefault(s => s.Title == "Alerts");
        var tables = (alerts?.Blocks ?? []).Concat(alerts?.Sections.SelectMany(s => s.Blocks) ?? []).OfType<MarkdownTable>();
        return [.. tables.SelectMany(t => t.Rows).Where(r => r.Cells.Count > 0).SelectMany(r => r.Cells[0].Inlines.OfType<MarkdownCodeSpan>()).Select(c => c.Text).Distinct(StringComparer.Ordinal)];
    }
}
