using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Reads the symptoms.</summary>
internal static class SymptomReader
{
    private const string Prefix = "Symptom:";
    private static readonly string[] s_labels = ["Indicators", "Related Alerts", "Checks", "Go to"];

    public static IReadOnlyList<RunbookSymptom> Read(MarkdownSection? section, ReadingContext context)
    {
        var symptoms = new List<RunbookSymptom>();
        if (section is null) return symptoms;
        if (section.Sections.Count == 0) context.Problems.Add(RunbookRules.Section, section.Heading, "There is no \"### Symptom: …\".");
        foreach (var part in section.Sections)
        {
            if (!part.Title.StartsWith(Prefix, StringComparison.Ordinal) || part.Title.Length == Prefix.Length || part.Heading.Level != 3)
            {
                context.Problems.Add(RunbookRules.Section, part.Heading, "What stands under \"Symptoms\" is \"### Symptom: …\".");
                if (!part.Title.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            }

            var symptom = Symptom(part, part.Title[Prefix.Length..].Trim(), context);
            if (symptoms.Exists(s => string.Equals(s.Name, symptom.Name, StringComparison.OrdinalIgnoreCase))) context.Problems.Add(RunbookRules.Section, part.Heading, $"There are two symptoms \"{symptom.Name}\".");
            symptoms.Add(symptom);
        }

        return symptoms;
    }

    private static RunbookSymptom Symptom(MarkdownSection section, string name, ReadingContext context)
    {
        var parts = Labels.Read(section, s_labels, context, out _);
        var indicators = new List<string>();
        if (Labels.Find(parts, "Indicators") is { } said)
        {
            indicators.AddRange(said.Blocks.OfType<MarkdownList>().SelectMany(l => l.Items).Select(i => ReadingContext.Plain(i.Blocks)));
            if (indicators.Count == 0 && said.Blocks.Count > 0) context.Problems.Add(RunbookRules.Label, said.Where, "Indicators are a list.");
        }

        return new RunbookSymptom
        {
            Runbook = context.Name,
            Name = name,
            Indicators = indicators,
            Alerts = Names(Labels.Find(parts, "Related Alerts"), RunbookMentionKind.Alert, name, context),
            Checks = Names(Labels.Find(parts, "Checks"), RunbookMentionKind.Check, name, context),
            GoTo = GoTo(Labels.Find(parts, "Go to"), name, context),
            Line = section.Heading.Line,
        };
    }

    /// <summary>Names with commas between them, plain or as code; a check's is always code. "none" is none.</summary>
    private static List<string> Names(LabeledPart? part, RunbookMentionKind kind, string symptom, ReadingContext context)
    {
        var names = new List<string>();
        if (part is null || part.Blocks.Count == 0 || string.Equals(MarkdownInline.Plain(part.Inlines).TrimEnd('.'), "none", StringComparison.OrdinalIgnoreCase)) return names;
        if (part.Blocks.Count > 1) context.Problems.Add(RunbookRules.Label, part.Blocks[1], $"\"{part.Label}\" is one line.");
        foreach (var inline in part.Inlines)
        {
            switch (inline)
            {
                case MarkdownCodeSpan span:
                    Add(span.Text, span.Line, span.Column + 1);
                    break;
                case MarkdownText text when kind == RunbookMentionKind.Alert:
                    var column = text.Column;
                    foreach (var word in text.Text.Split(','))
                    {
                        Add(word.Trim(), text.Line, column + word.Length - word.TrimStart().Length);
                        column += word.Length + 1;
                    }

                    break;
                case MarkdownText text when text.Text.Trim(' ', ',').Length > 0:
                    context.Problems.Add(RunbookRules.Label, text.Line, text.Column, $"\"{part.Label}\" are ids in code spans with commas between them, or none.");
                    break;
                case MarkdownText or MarkdownBreak:
                    break;
                default:
                    context.Problems.Add(RunbookRules.Label, inline.Line, inline.Column, $"\"{part.Label}\" are names with commas between them, or none.");
                    break;
            }
        }

        return names;

        void Add(string name, int line, int column)
        {
            if (name.Length == 0) return;
            if (names.Contains(name, StringComparer.Ordinal)) context.Problems.Add(RunbookRules.Label, line, column, $"{name} is named twice.");
            else names.Add(name);
            context.Mentions.Add(new RunbookMention(kind, name, symptom, line, column));
        }
    }

    private static List<string> GoTo(LabeledPart? part, string symptom, ReadingContext context)
    {
        var anchors = new List<string>();
        if (part is null || part.Blocks.Count == 0) return anchors;
        foreach (var link in part.Blocks.SelectMany(MarkdownWalk.Links))
        {
            context.Mentions.Add(new RunbookMention(RunbookMentionKind.GoTo, link.Target, symptom, link.Line, link.Column));
            if (link.Target.StartsWith('#') && !anchors.Contains(link.Target[1..], StringComparer.Ordinal)) anchors.Add(link.Target[1..]);
        }

        if (anchors.Count == 0) context.Problems.Add(RunbookRules.Label, part.Where, "\"Go to\" links to the steps and procedures of this runbook that treat the symptom.");
        return anchors;
    }
}
