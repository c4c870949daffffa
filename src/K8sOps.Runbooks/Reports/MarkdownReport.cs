using System.Globalization;
using System.Text;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>The report as GitHub-flavoured Markdown.</summary>
internal sealed class MarkdownReport
{
    /// <summary>What the head is good for.</summary>
    public const string Proof = "Each line of the journal carries the hash of the line before it, so an edit shows. That lines were taken from its end only shows against this hash: keep it where the journal is not.";

    private readonly ReportContent _content;
    private readonly StringBuilder _text = new();

    public MarkdownReport(ReportContent content) => _content = content;

    private RunState State => _content.State;

    public string Write()
    {
        Line($"# {Plain(_content.Title)}").Line();
        Line($"**{_content.Run.State}.** {Plain(_content.Summary)}").Line();
        Table(["", ""], _content.Facts().Select(f => new[] { f.Label, Cell(f.Text) }));
        if (_content.Open.Count > 0)
        {
            Line("> **Open**").Line(">");
            foreach (var line in _content.Open) Line($"> - {Plain(line)}");
            Line();
        }

        Steps();
        Changes();
        Rollbacks();
        Evidence();
        Line("## Timeline").Line();
        Table(["UTC", "After", "What"], _content.Timeline.Select(m => new[] { ReportText.Time(m.At), "+" + ReportText.Duration(m.Since), Cell(m.Text) }));
        Line("---").Line().Line($"Head of the journal: `{_content.Record.Head}`").Line().Line(Proof);
        foreach (var (what, hash) in _content.Hashes()) Line().Line($"{what}: `{hash}`");
        return _text.ToString();
    }

    private void Steps()
    {
        Line("## Steps").Line();
        Table(["#", "Step", "Outcome", "Elapsed", "Target"], State.Steps.Select((s, i) => new[]
        {
            (i + 1).ToString(CultureInfo.InvariantCulture), Cell(s.Step.Title), _content.OutcomeOf(s),
            s.Elapsed is { } e ? ReportText.Duration(e) + (s.IsLate == true ? " (too long)" : "") : "", s.Step.Target is { } t ? ReportText.Duration(t) : "",
        }));
    }

    private void Changes()
    {
        Line("## What was changed").Line();
        if (State.Changes.Count == 0)
        {
            Line("Nothing: no change was announced.").Line();
            return;
        }

        Table(["#", "When", "Step", "Change", "Outcome", "Field: before → after"], State.Changes.Select(c => new[]
        {
            c.Number.ToString(CultureInfo.InvariantCulture), ReportText.Time(c.At), _content.NumberOf(c.Key).ToString(CultureInfo.InvariantCulture),
            Cell($"{c.Change}\n{c.Change.Command}{(c.Change.Argv.Count > 0 ? "\n" + string.Join(' ', c.Change.Argv) : "")}"),
            Cell((c.Outcome == ChangeOutcome.Unknown ? "Not known" : c.Outcome.ToString()) + (c.Error is null ? "" : ": " + c.Error)),
            Cell(string.Join('\n', c.Fields.Select(f => $"{f.Path}: {f.Before ?? "(not set)"}{(c.Outcome == ChangeOutcome.Made ? $" → {ReportContent.After(c, f)}" : "")}"))),
        }));
    }

    private void Rollbacks()
    {
        if (_content.Rollbacks.Count == 0) return;
        Line("## Taking back").Line();
        Table(["Step", "How", "What became of it"], _content.Rollbacks.Select(r => new[] { _content.NumberOf(r.Key).ToString(CultureInfo.InvariantCulture), Cell(r.Code.Trim()), Cell(r.Fate) }));
    }

    private void Evidence()
    {
        Line("## Step by step").Line();
        foreach (var (step, i) in State.Steps.Select((s, i) => (s, i)))
        {
            Line($"### {i + 1}. {Plain(step.Step.Title)}: {_content.OutcomeOf(step)}").Line();
            if (step.Reason.Length > 0) Line(Plain(step.Reason)).Line();
            Block("Action", step.Step.Action, "powershell");
            Block("By hand", step.Step.Manual, "text");
            Block("With", string.Join('\n', step.Step.Arguments.Select(a => $"${a.Key} = {JournalText.Of(a.Value)}")), "text");
            Block("Output", string.Join('\n', step.Output.Select(o => o.Text + (o.IsCut ? "\n… (the rest was not kept)" : ""))), "text");
            Block("Errors", string.Join('\n', step.Errors), "text");
            Block("Notes", string.Join('\n', step.Notes), "text");
            if (step.Verifications.Count == 0) continue;
            Block("Verification", step.Step.Verify, "powershell");
            foreach (var (last, times, from) in ReportContent.Attempts(step))
            {
                Line(times == 1 ? $"{last.Status}, {ReportText.Time(last.At)}, attempt {last.Attempt}" : $"{last.Status}, {ReportText.Time(from)} to {ReportText.TimeOfDay(last.At)}, {times} attempts with the same result").Line();
                Block(null, string.Join('\n', last.Error is null ? last.Objects : [.. last.Objects, last.Error]), "text");
            }
        }
    }

    private MarkdownReport Line(string text = "")
    {
        _text.Append(text).Append('\n');
        return this;
    }

    private void Table(string[] heads, IEnumerable<string[]> rows)
    {
        Line($"| {string.Join(" | ", heads)} |").Line($"|{string.Concat(heads.Select(_ => " --- |"))}");
        foreach (var row in rows) Line($"| {string.Join(" | ", row)} |");
        Line();
    }

    private void Block(string? heading, string? text, string language)
    {
        if (string.IsNullOrWhiteSpace(text)) return;
        if (heading is not null) Line($"**{heading}**").Line();
        text = ReportText.Visible(text).TrimEnd();
        // A fence is longer than any that stands in the text.
        var fence = new string('`', Math.Max(3, Longest(text) + 1));
        Line(fence + language).Line(text).Line(fence).Line();
    }

    private static int Longest(string text)
    {
        int longest = 0, run = 0;
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private static string Cell(string text) => Plain(text).Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>Text that no Markdown comes out of.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in ReportText.Visible(text).Trim())
        {
            if (c is '<') plain.Append("&lt;");
            else if (c is '&') plain.Append("&amp;");
            else if (c is '|' or '*' or '_' or '`' or '[' or ']' or '\\' or '#' or '~' or '@') plain.Append('\\').Append(c);
            else plain.Append(c);
        }

        return plain.ToString();
    }
}
