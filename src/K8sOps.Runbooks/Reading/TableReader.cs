using System.Text.RegularExpressions;
using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Reads the tables of a runbook.</summary>
internal static partial class TableReader
{
    /// <summary>The parameters that every script of a runbook has, its own and the engine's.</summary>
    private static readonly HashSet<string> s_taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cluster", "Procedure", "Step", "Unattended", "OnFailure", "SkipGate",
        "Verbose", "Debug", "ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "InformationAction", "InformationVariable",
        "ProgressAction", "OutVariable", "OutBuffer", "PipelineVariable", "WhatIf", "Confirm",
    };

    public static IReadOnlyList<RunbookParameter> Parameters(MarkdownSection? section, ReadingContext context)
    {
        var parameters = new List<RunbookParameter>();
        foreach (var row in Rows(section, context, ["Parameter", "Type", "Default", "Description"], mayBeEmpty: 2))
        {
            var name = row.Cells[0].Text.TrimStart('$');
            var type = row.Cells[1].Text;
            var known = RunbookValues.Types.Contains(type, StringComparer.Ordinal);
            if (!Name().IsMatch(name)) context.Problems.Add(RunbookRules.Parameter, row.Cells[0], $"\"{name}\" is no name for a parameter: a capital letter, then letters and digits.");
            else if (s_taken.Contains(name) || EngineVariables.Contains(name)) context.Problems.Add(RunbookRules.Parameter, row.Cells[0], $"\"{name}\" is taken: PowerShell or every script of a runbook has it already.");
            else if (parameters.Exists(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))) context.Problems.Add(RunbookRules.Parameter, row.Cells[0], $"The parameter \"{name}\" stands here twice.");
            if (!known) context.Problems.Add(RunbookRules.Parameter, row.Cells[1], $"\"{type}\" is no type of a parameter: there are {string.Join(", ", RunbookValues.Types)}.");
            var text = row.Cells[2].Text;
            object? value = null;
            if (text.Length > 0 && known && !RunbookValues.TryConvert(type, text is "''" or "\"\"" ? "" : text, out value))
            {
                context.Problems.Add(RunbookRules.Parameter, row.Cells[2], $"The default \"{text}\" is no {type}.");
            }

            if (name.Length == 0 || parameters.Exists(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))) continue;
            parameters.Add(new RunbookParameter(name, type, value ?? (text.Length > 0 && !known ? text : null), row.Cells[3].Text));
            context.Mentions.Add(new RunbookMention(RunbookMentionKind.Parameter, name, null, row.Line, row.Column));
        }

        return parameters;
    }

    public static IReadOnlyList<RunbookReference> QuickReference(MarkdownSection? section, ReadingContext context)
    {
        var references = new List<RunbookReference>();
        foreach (var row in Rows(section, context, ["Command", "Description"]))
        {
            var cell = row.Cells[0];
            if (cell.Inlines is not [MarkdownCodeSpan] && cell.Text.Length > 0) context.Problems.Add(RunbookRules.Table, cell, "A command of the quick reference is one code span, and nothing else.");
            references.Add(new RunbookReference(cell.Text, row.Cells[1].Text));
            var at = cell.Inlines is [MarkdownCodeSpan span] ? (span.Line, Column: span.Column + 1) : (cell.Line, cell.Column);
            context.Mentions.Add(new RunbookMention(RunbookMentionKind.Command, cell.Text, null, at.Line, at.Column));
        }

        return references;
    }

    public static IReadOnlyList<RunbookIssue> Issues(MarkdownSection? section, ReadingContext context) =>
        [.. Rows(section, context, ["Issue", "Cause", "Resolution"]).Select(r => new RunbookIssue(r.Cells[0].Text, r.Cells[1].Text, r.Cells[2].Text))];

    /// <summary>The rows of the section's one table, each with as many cells as there should be columns.</summary>
    private static IEnumerable<MarkdownRow> Rows(MarkdownSection? section, ReadingContext context, string[] columns, int mayBeEmpty = -1)
    {
        if (section is null) yield break;
        var wanted = $"\"{section.Title}\" holds one table: {string.Join(" · ", columns)}.";
        var tables = section.Blocks.OfType<MarkdownTable>().ToList();
        if (tables.Count != 1) context.Problems.Add(RunbookRules.Table, tables.Count > 1 ? tables[1] : section.Heading, wanted);
        if (tables.Count == 0) yield break;
        var table = tables[0];
        if (!table.Header.Cells.Select(c => c.Text).SequenceEqual(columns, StringComparer.Ordinal)) context.Problems.Add(RunbookRules.Table, table.Header, wanted);
        if (table.Rows.Count == 0) context.Problems.Add(RunbookRules.Table, table, $"The table of \"{section.Title}\" has no rows.");
        foreach (var row in table.Rows)
        {
            var cells = row.Cells.Take(columns.Length).ToList();
            while (cells.Count < columns.Length) cells.Add(new MarkdownCell(row.Line, row.Column) { Inlines = [] });
            for (var i = 0; i < columns.Length; i++)
            {
                if (i != mayBeEmpty && cells[i].Text.Length == 0) context.Problems.Add(RunbookRules.Table, cells[i], $"The column \"{columns[i]}\" is empty.");
            }

            yield return row with { Cells = cells };
        }
    }

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*$")]
    private static partial Regex Name();
}
