using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Reads the labels of a symptom, a step or a procedure, and holds them to their order.</summary>
internal static class Labels
{
    public static IReadOnlyList<LabeledPart> Read(MarkdownSection section, string[] labels, ReadingContext context, out IReadOnlyList<MarkdownBlock> head)
    {
        var parts = LabeledPart.Divide(section.Blocks, labels, out head);
        foreach (var deeper in section.Sections) context.Problems.Add(RunbookRules.Section, deeper.Heading, $"What stands under this heading is not part of \"{section.Title}\": use a label or bold words.");
        var last = -1;
        foreach (var part in parts)
        {
            var index = Array.IndexOf(labels, part.Label);
            if (part.Written != part.Label) context.Problems.Add(RunbookRules.Label, part.Where, $"The label \"{part.Written}\" is spelled \"{part.Label}\".");
            if (parts.First(p => p.Label == part.Label) != part) context.Problems.Add(RunbookRules.Label, part.Where, $"The label \"{part.Label}\" stands twice in \"{section.Title}\".");
            else if (index < last) context.Problems.Add(RunbookRules.Label, part.Where, $"The label \"{part.Label}\" stands before \"{labels[last]}\": {string.Join(", ", labels)}.");
            if (part.Blocks.Count == 0) context.Problems.Add(RunbookRules.Label, part.Where, $"Nothing stands behind \"{part.Label}\".");
            last = Math.Max(last, index);
        }

        foreach (var missing in labels.Where(l => Find(parts, l) is null)) context.Problems.Add(RunbookRules.Label, section.Heading, $"\"{section.Title}\" lacks the label \"**{missing}:**\".");
        return parts;
    }

    public static LabeledPart? Find(IReadOnlyList<LabeledPart> parts, string label) => parts.FirstOrDefault(p => p.Label == label);

    public static string Text(IReadOnlyList<LabeledPart> parts, string label) => Find(parts, label) is { } part ? ReadingContext.Plain(part.Blocks) : "";
}
