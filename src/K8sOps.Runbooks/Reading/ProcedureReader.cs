using System.Text.RegularExpressions;
using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Reads the procedures.</summary>
internal static partial class ProcedureReader
{
    private const string Prefix = "Procedure:";
    private static readonly string[] s_labels = ["When to Use", "Prerequisites", "Steps", "Rollback"];

    public static IReadOnlyList<RunbookProcedure> Read(MarkdownSection? section, ReadingContext context)
    {
        var procedures = new List<RunbookProcedure>();
        if (section is null) return procedures;
        if (section.Sections.Count == 0) context.Problems.Add(RunbookRules.Section, section.Heading, "There is no \"### Procedure: …\".");
        foreach (var part in section.Sections)
        {
            if (!part.Title.StartsWith(Prefix, StringComparison.Ordinal) || part.Title.Length == Prefix.Length || part.Heading.Level != 3)
            {
                context.Problems.Add(RunbookRules.Section, part.Heading, "What stands under \"Resolution Procedures\" is \"### Procedure: …\".");
                if (!part.Title.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            }

            var procedure = Procedure(part, part.Title[Prefix.Length..].Trim(), context);
            if (procedures.Exists(p => string.Equals(p.Name, procedure.Name, StringComparison.OrdinalIgnoreCase))) context.Problems.Add(RunbookRules.Section, part.Heading, $"There are two procedures \"{procedure.Name}\".");
            procedures.Add(procedure);
        }

        return procedures;
    }

    private static RunbookProcedure Procedure(MarkdownSection section, string name, ReadingContext context)
    {
        var warning = section.Blocks.OfType<MarkdownQuote>().FirstOrDefault(q => string.Equals(q.Admonition, "Warning", StringComparison.OrdinalIgnoreCase));
        var parts = Labels.Read(section, s_labels, context, out _);
        var procedure = new RunbookProcedure
        {
            Name = name,
            Anchor = section.Heading.Anchor,
            WhenToUse = Text(parts, "When to Use"),
            Prerequisites = Text(parts, "Prerequisites"),
            Warning = warning is null ? null : ReadingContext.Plain(warning.Blocks),
            RollbackText = Text(parts, "Rollback"),
            Line = section.Heading.Line,
        };
        if (warning is { Blocks.Count: 0 }) context.Problems.Add(RunbookRules.Label, warning, "The warning does not say what of.");

        // The rollback is read first, because the first step carries it; the blocks are put into the order of the text at the end.
        procedure = procedure with { Rollback = Rollback(Labels.Find(parts, "Rollback"), procedure.Anchor, context) };
        var steps = Labels.Find(parts, "Steps");
        var items = steps?.Blocks.OfType<MarkdownList>().Where(l => l.IsOrdered).SelectMany(l => l.Items).ToList() ?? [];
        if (steps is not null && items.Count == 0) context.Problems.Add(RunbookRules.Step, steps.Where, "The steps are a numbered list.");
        procedure = procedure with { Steps = [.. items.Select((item, i) => StepReader.Of(item, i + 1, procedure, context))] };
        Check(procedure, section, context);
        return procedure;
    }

    private static void Check(RunbookProcedure procedure, MarkdownSection section, ReadingContext context)
    {
        var takesBack = procedure.Rollback is not null || procedure.Steps.Any(s => s.Rollback is not null);
        if (takesBack || procedure.RollbackText.Length == 0) return;
        if (procedure.Destructive) context.Problems.Add(RunbookRules.Rollback, section.Heading, $"\"{procedure.Name}\" destroys something: it needs a \"powershell rollback\" block, its own or one of its steps'.");
        else if (!Reason().IsMatch(procedure.RollbackText)) context.Problems.Add(RunbookRules.Rollback, section.Heading, $"\"{procedure.Name}\" needs a \"powershell rollback\" block, or the reason why there is none: \"**Rollback:** there is none: …\".");
    }

    private static string? Rollback(LabeledPart? part, string anchor, ReadingContext context)
    {
        string? rollback = null;
        foreach (var code in part?.Blocks.SelectMany(MarkdownWalk.Blocks).OfType<MarkdownCode>() ?? [])
        {
            if (!FenceInfo.IsPowerShell(code, context.Problems)) continue;
            var fence = FenceInfo.Read(code, context.Problems);
            if (fence.Kind != RunbookBlockKind.Rollback) context.Misplaced(code, "What takes a procedure back is a \"powershell rollback\" block.");
            else if (rollback is not null) context.Misplaced(code, "A procedure has one rollback block.");
            else rollback = context.Claim(code, RunbookBlockKind.Rollback, RunbookSection.Procedure, anchor);
        }

        return rollback;
    }

    private static string Text(IReadOnlyList<LabeledPart> parts, string label) => Labels.Find(parts, label) is { } part
        ? ReadingContext.Plain(part.Blocks.Where(b => b is not MarkdownQuote { Admonition: not null } && (b is not MarkdownCode code || !FenceInfo.IsPowerShell(code))))
        : "";

    [GeneratedRegex(@"\bthere is none\b.*?:\s*\S+(\s+\S+){2,}", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Reason();
}
