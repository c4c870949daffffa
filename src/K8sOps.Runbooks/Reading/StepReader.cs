using System.Text.RegularExpressions;
using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Reads the steps of the diagnosis and of procedures.</summary>
internal static partial class StepReader
{
    private static readonly string[] s_labels = ["Expected Output", "If Abnormal"];
    private static readonly string[] s_verify = ["Verify"];

    public static IReadOnlyList<RunbookStep> Diagnosis(MarkdownSection? section, ReadingContext context)
    {
        var steps = new List<RunbookStep>();
        if (section is null) return steps;
        if (section.Sections.Count == 0) context.Problems.Add(RunbookRules.Section, section.Heading, "There is no \"### Step 1: …\".");
        foreach (var part in section.Sections)
        {
            var heading = StepHeading().Match(part.Title);
            if (!heading.Success || part.Heading.Level != 3)
            {
                context.Problems.Add(RunbookRules.Section, part.Heading, $"What stands under \"Diagnosis\" is \"### Step {steps.Count + 1}: …\".");
                if (!heading.Success) continue;
            }

            if (heading.Groups[1].Value != $"{steps.Count + 1}") context.Problems.Add(RunbookRules.Step, part.Heading, $"This is step {steps.Count + 1}.");
            steps.Add(Diagnosis(part, steps.Count + 1, heading.Groups[2].Value, context));
        }

        return steps;
    }

    private static RunbookStep Diagnosis(MarkdownSection section, int number, string title, ReadingContext context)
    {
        var id = section.Heading.Anchor;
        var parts = Labels.Read(section, s_labels, context, out var head);
        var blocks = new StepBlocks(context, RunbookSection.Diagnosis, id);
        foreach (var code in head.SelectMany(MarkdownWalk.Blocks).OfType<MarkdownCode>()) blocks.Take(code);
        foreach (var code in parts.SelectMany(p => p.Blocks).SelectMany(MarkdownWalk.Blocks).OfType<MarkdownCode>().Where(c => FenceInfo.IsPowerShell(c)))
        {
            context.Misplaced(code, "What a step of the diagnosis runs stands before \"Expected Output\".");
        }

        blocks.Require(section.Heading);
        return Complete(new RunbookStep
        {
            Runbook = context.Name,
            Id = id,
            Section = RunbookSection.Diagnosis,
            Number = number,
            Title = title,
            Action = blocks.Action,
            Manual = blocks.Manual,
            Text = ReadingContext.Shown(head),
            Expected = Labels.Text(parts, "Expected Output"),
            IfAbnormal = Labels.Text(parts, "If Abnormal"),
            Line = section.Heading.Line,
            ActionLine = blocks.ActionLine,
        }, context);
    }

    /// <summary>A step of a procedure: an item of its numbered list.</summary>
    public static RunbookStep Of(MarkdownListItem item, int number, RunbookProcedure procedure, ReadingContext context)
    {
        var id = $"{procedure.Anchor[(procedure.Anchor.StartsWith("procedure-", StringComparison.Ordinal) ? 10 : 0)..]}/{number}";
        if (item.Number != number) context.Problems.Add(RunbookRules.Step, item, $"This is step {number} of \"{procedure.Name}\"; the list says {item.Number}.");
        var (title, target, rest) = Opening(item, context);
        var parts = LabeledPart.Divide(rest, s_verify, out var head);
        var verify = parts.Count > 0 ? parts[0] : null;
        foreach (var part in parts)
        {
            if (part.Written != part.Label) context.Problems.Add(RunbookRules.Label, part.Where, $"The label \"{part.Written}\" is spelled \"{part.Label}\".");
            if (part != verify) context.Problems.Add(RunbookRules.Label, part.Where, "A step has one \"**Verify:**\".");
        }

        var blocks = new StepBlocks(context, RunbookSection.Procedure, id);
        foreach (var code in head.SelectMany(MarkdownWalk.Blocks).OfType<MarkdownCode>()) blocks.Take(code);
        foreach (var code in parts.SelectMany(p => p.Blocks).SelectMany(MarkdownWalk.Blocks).OfType<MarkdownCode>()) blocks.Take(code);
        blocks.Require(item);
        var verifyText = verify is null ? "" : ReadingContext.Plain(verify.Blocks.Where(b => b is MarkdownParagraph).Take(1));
        if (verify is null) context.Problems.Add(RunbookRules.Verify, item, $"Step {number} lacks \"**Verify:**\" with a sentence of what must be true.");
        else if (verifyText.Length == 0) context.Problems.Add(RunbookRules.Label, verify.Where, "Behind \"**Verify:**\" stands a sentence of what must be true.");
        if (blocks.Verify is null) context.Problems.Add(RunbookRules.Verify, item, $"Step {number} has no \"powershell verify\" block.");
        var shown = head.Concat(parts.SelectMany(p => p.Blocks.Where(b => !ReferenceEquals(b, p.Blocks.OfType<MarkdownParagraph>().FirstOrDefault()))));
        return Complete(new RunbookStep
        {
            Runbook = context.Name,
            Id = id,
            Section = RunbookSection.Procedure,
            Procedure = procedure.Name,
            Number = number,
            Title = title,
            Destructive = procedure.Destructive,
            Warning = procedure.Warning,
            Action = blocks.Action,
            Manual = blocks.Manual,
            Verify = blocks.Verify,
            VerifyText = verifyText,
            VerifyTimeout = blocks.VerifyTimeout,
            VerifyEvery = blocks.VerifyEvery,
            Rollback = blocks.Rollback,
            ProcedureRollback = number == 1 ? procedure.Rollback : null,
            Target = target,
            Text = ReadingContext.Shown(shown),
            Line = item.Line,
            ActionLine = blocks.ActionLine,
        }, context);
    }

    /// <summary>The bold name, the recovery-time target behind it, and everything after them.</summary>
    private static (string Title, TimeSpan? Target, IReadOnlyList<MarkdownBlock> Remaining) Opening(MarkdownListItem item, ReadingContext context)
    {
        if (item.Blocks is not [MarkdownParagraph { Inlines: [MarkdownEmphasis { IsStrong: true } bold, ..] } paragraph, ..])
        {
            context.Problems.Add(RunbookRules.Step, item, "A step begins with its name in bold: \"1. **Name** (target 10m)\".");
            var said = ReadingContext.Plain(item.Blocks.OfType<MarkdownParagraph>().Take(1));
            return (said.Split('\n')[0] is { Length: > 0 } line ? line : "(no name)", null, [.. item.Blocks.Skip(item.Blocks is [MarkdownParagraph, ..] ? 1 : 0)]);
        }

        TimeSpan? target = null;
        var behind = paragraph.Inlines.Skip(1).ToList();
        if (behind is [MarkdownText text, ..] && Target().Match(text.Text) is { Success: true } written)
        {
            if (RunbookDurations.TryParse(written.Groups[1].Value, out var duration) && duration > TimeSpan.Zero) target = duration;
            else context.Problems.Add(RunbookRules.Step, text.Line, text.Column, $"\"{written.Groups[1].Value}\" is no duration: write (target 10m).");
            behind[0] = text with { Text = text.Text[written.Length..] };
        }

        var words = behind.SkipWhile(i => i is MarkdownBreak || (i is MarkdownText t && t.Text.Trim().Length == 0)).ToList();
        var rest = item.Blocks.Skip(1).ToList();
        if (words.Count > 0) rest.Insert(0, new MarkdownParagraph(words[0].Line, words[0].Column) { Inlines = words });
        return (MarkdownInline.Plain(bold.Inlines), target, rest);
    }

    private static RunbookStep Complete(RunbookStep step, ReadingContext context)
    {
        var used = new[] { step.Action, step.Verify, step.Rollback, step.ProcedureRollback }.OfType<string>().SelectMany(BlockVariables.Of).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return step with { Parameters = [.. context.Parameters.Where(p => used.Contains(p.Name))] };
    }

    [GeneratedRegex(@"^Step ([0-9]+): (.+)$")]
    private static partial Regex StepHeading();

    [GeneratedRegex(@"^\s*\(target ([^)]*)\)")]
    private static partial Regex Target();
}
