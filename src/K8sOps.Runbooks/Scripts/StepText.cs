using System.Globalization;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks;

/// <summary>A step as one reads it in a terminal: what is done, how one knows that it worked, what to do when not.</summary>
public static class StepText
{
    private const string Indent = "    ";
    private const string CodeIndent = "        ";

    /// <summary>The lines of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="width">Running text is wrapped within it; code is not.</param>
    /// <param name="head">Marks the headings, or leaves them as they are.</param>
    /// <param name="warn">Marks what warns, or leaves it as it is.</param>
    public static IReadOnlyList<string> Lines(RunbookStep step, int width, Func<string, string> head, Func<string, string> warn)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(warn);
        List<string> lines = [.. TextWrap.Wrap(Place(step), width).Select(head), .. TextWrap.Wrap(Title(step), width).Select(head)];
        void Part(string title, IEnumerable<string> content)
        {
            lines.Add("");
            lines.Add(Indent + head(title));
            lines.AddRange(content.Select(l => l.Length == 0 ? "" : l));
        }

        IEnumerable<string> Code(string code) => FlowText.BreakCode(code, width - CodeIndent.Length).Select(l => l.Length == 0 ? "" : CodeIndent + l);
        IEnumerable<string> Prose(string text) => TextWrap.Wrap(text, width - CodeIndent.Length).Select(l => l.Length == 0 ? "" : CodeIndent + l);
        if (step.Warning is { Length: > 0 } warning)
        {
            lines.Add("");
            lines.AddRange(TextWrap.Wrap("WARNING: " + warning, width - Indent.Length).Select(l => Indent + warn(l)));
        }

        var (words, native) = FlowText.Divide(step.Text);
        if (words.Length > 0)
        {
            lines.Add("");
            lines.AddRange(FlowText.Wrap(words, width - Indent.Length).Select(l => l.Length == 0 ? "" : Indent + l));
        }

        if (step.Action is { } action) Part("ACTION", Code(action));
        if (step.Manual is { } manual) Part("BY HAND", Comments(manual) is { } said ? said.SelectMany(Prose) : Code(manual));
        if (native.Length > 0) Part("THE SAME WITH OTHER TOOLS", Code(native));
        if (step.Expected.Length > 0) Part("EXPECTED", Prose(step.Expected));
        if (step.IfAbnormal.Length > 0) Part("IF ABNORMAL", Prose(step.IfAbnormal));
        if (step.Verify is { } verify) Part("VERIFY" + Repeats(step), (step.VerifyText.Length > 0 ? Prose(step.VerifyText).Append("") : []).Concat(Code(verify)));
        if (step.Rollback is { } rollback) Part("ROLLBACK", Code(rollback));
        if (step.ProcedureRollback is { } whole && whole != step.Rollback) Part("ROLLBACK OF THE WHOLE PROCEDURE", Code(whole));
        if (Values(step).ToList() is { Count: > 0 } values) Part("PARAMETERS", values);
        if (step.Findings.Count > 0) Part("FINDINGS", step.Findings.SelectMany(f => TextWrap.Wrap($"- {f.Id}: {f.Message}", width - CodeIndent.Length).Select(l => CodeIndent + l)));
        return lines;
    }

    /// <summary>The step's number and title, with the time that it should take at most.</summary>
    internal static string Title(RunbookStep step)
        => (step.Number > 0 ? string.Create(CultureInfo.InvariantCulture, $"{step.Number}. ") : "") + step.Title + (step.Target is { } target ? $" (target {RunbookDurations.Format(target)})" : "");

    /// <summary>How often and how long the verification is made; empty for once.</summary>
    internal static string Repeats(RunbookStep step)
        => step.VerifyTimeout <= TimeSpan.Zero ? "" : step.VerifyEvery > TimeSpan.Zero
            ? $" (every {RunbookDurations.Format(step.VerifyEvery)}, at most {RunbookDurations.Format(step.VerifyTimeout)})"
            : $" (at most {RunbookDurations.Format(step.VerifyTimeout)})";

    /// <summary>A block that says everything in comments, as its words; null where there is code in it.</summary>
    internal static IReadOnlyList<string>? Comments(string code)
    {
        var lines = code.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        return lines.TrueForAll(l => l[0] == '#') ? [.. lines.Select(l => l.TrimStart('#').Trim())] : null;
    }

    private static string Place(RunbookStep step)
    {
        var where = step.Procedure ?? (step.Section == RunbookSection.Diagnosis ? "Diagnosis" : null);
        var place = step.Runbook is null ? where ?? "Step" : where is null ? step.Runbook : $"{step.Runbook}: {where}";
        return step.Cluster is null ? place : $"{place}, on {step.Cluster}";
    }

    private static IEnumerable<string> Values(RunbookStep step)
    {
        var names = step.Parameters.Select(p => p.Name).Concat(step.Arguments.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Count == 0) yield break;
        var pad = names.Max(n => n.Length);
        foreach (var name in names)
        {
            var parameter = step.Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
            var value = step.Arguments.TryGetValue(name, out var given) ? Show(given) : parameter?.Default is { } byDefault ? $"{Show(byDefault)} (default)" : "not given yet";
            yield return $"{CodeIndent}{name.PadRight(pad)} = {value}";
        }
    }

    private static string Show(object value) => value switch
    {
        TimeSpan span => RunbookDurations.Format(span),
        DateTimeOffset time => time.ToString("u", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
