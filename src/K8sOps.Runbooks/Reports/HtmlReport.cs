using System.Globalization;
using System.Reflection;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Reports;

/// <summary>The report as one HTML file: no script, nothing fetched.</summary>
internal sealed class HtmlReport
{
    private readonly ReportContent _content;
    private readonly HtmlText _html = new();

    public HtmlReport(ReportContent content) => _content = content;

    private RunState State => _content.State;

    public string Write()
    {
        _html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Element("title", $"{_content.Title}: {_content.Run.State} ({_content.Run.Run})")
            .Raw($"<style>\n{Style()}</style>\n</head>\n<body>\n");
        Head();
        Steps();
        Changes();
        Rollbacks();
        Evidence();
        Timeline();
        Foot();
        return _html.Raw("</body>\n</html>\n").ToString();
    }

    private static string Style()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css") ?? throw new InvalidOperationException("The assembly has lost its report.css.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void Head()
    {
        _html.Element("h1", _content.Title)
            .Raw("<p class=\"lead\">").Raw($"<span class=\"badge {_content.RunTone}\">").Text(_content.Run.State.ToString()).Raw("</span> <span>").Text(_content.Summary).Raw("</span></p>\n")
            .Raw("<table class=\"facts\">\n");
        foreach (var (label, text) in _content.Facts()) _html.Raw("<tr>").Element("td", label).Element("td", text).Raw("</tr>\n");
        _html.Raw("</table>\n");
        if (_content.Open.Count == 0) return;
        _html.Raw("<div class=\"open\"><strong>Open</strong>\n<ul>\n");
        foreach (var line in _content.Open) _html.Element("li", line);
        _html.Raw("</ul></div>\n");
    }

    private void Steps()
    {
        _html.Raw("<h2>Steps</h2>\n<table class=\"steps\">\n<thead><tr><th class=\"number\">#</th><th>Step</th><th>Outcome</th><th class=\"number\">Elapsed</th><th class=\"number\">Target</th><th>Elapsed against target</th></tr></thead>\n<tbody>\n");
        foreach (var (step, i) in State.Steps.Select((s, i) => (s, i)))
        {
            _html.Raw($"<tr><td class=\"number\">{i + 1}</td>").Element("td", step.Step.Title)
                .Raw($"<td><span class=\"badge {ReportContent.Tone(step)}\">").Text(_content.OutcomeOf(step)).Raw("</span></td>")
                .Raw($"<td class=\"number{(step.IsLate == true ? " bad" : "")}\">").Text(step.Elapsed is { } e ? ReportText.Duration(e) : "").Raw("</td>")
                .Raw("<td class=\"number\">").Text(step.Step.Target is { } t ? ReportText.Duration(t) : "").Raw("</td><td>");
            Bar(step);
            _html.Raw("</td></tr>\n");
        }

        _html.Raw("</tbody></table>\n");
    }

    /// <summary>The elapsed time as a bar, the target as a mark in it or at its end.</summary>
    private void Bar(RunStepState step)
    {
        if (step.Elapsed is not { } elapsed || step.Step.Target is not { } target || target <= TimeSpan.Zero) return;
        var whole = elapsed > target ? elapsed : target;
        _html.Raw($"<div class=\"bar{(step.IsLate == true ? " late" : "")}\"><i style=\"width: {Percent(elapsed, whole)}\"></i><b style=\"left: calc({Percent(target, whole)} - 2px)\"></b></div>");
    }

    private static string Percent(TimeSpan part, TimeSpan whole) => Math.Clamp(100 * part / whole, 0, 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private void Changes()
    {
        _html.Raw("<h2>What was changed</h2>\n");
        if (State.Changes.Count == 0)
        {
            _html.Element("p", "Nothing: no change was announced.");
            return;
        }

        _html.Raw("<table class=\"changes\">\n<thead><tr><th class=\"number\">#</th><th>When</th><th class=\"number\">Step</th><th>Change</th><th>Outcome</th><th>Field: before → after</th></tr></thead>\n<tbody>\n");
        foreach (var change in State.Changes)
        {
            _html.Raw($"<tr><td class=\"number\">{change.Number}</td><td class=\"time\">").Text(ReportText.TimeOfDay(change.At))
                .Raw($"</td><td class=\"number\">{_content.NumberOf(change.Key)}</td><td>").Text(change.Change.ToString());
            _html.Raw("<div class=\"sub\">").Text(change.Change.Command).Raw("</div>");
            if (change.Change.Argv.Count > 0) _html.Raw("<div class=\"sub mono\">").Text(string.Join(' ', change.Change.Argv)).Raw("</div>");
            _html.Raw($"</td><td><span class=\"{ToneOf(change)}\">").Text(change.Outcome == ChangeOutcome.Unknown ? "Not known" : change.Outcome.ToString()).Raw("</span>");
            if (change.Error is not null) _html.Raw("<div class=\"sub\">").Text(change.Error).Raw("</div>");
            _html.Raw("</td><td class=\"mono\">");
            foreach (var field in change.Fields) Field(field, change);
            _html.Raw("</td></tr>\n");
        }

        _html.Raw("</tbody></table>\n");
    }

    private void Field(ChangedField field, RunChange change)
    {
        var isMade = change.Outcome == ChangeOutcome.Made;
        _html.Raw("<div>").Text(field.Path).Raw(isMade ? ": <span class=\"was\">" : ": <span>").Text(field.Before ?? "(not set)").Raw("</span>");
        if (isMade) _html.Raw(" → ").Text(ReportContent.After(change, field));
        _html.Raw("</div>\n");
    }

    private static string ToneOf(RunChange change) => change.Outcome switch
    {
        ChangeOutcome.Made => "good",
        ChangeOutcome.Refused => "bad",
        _ => "warn",
    };

    private void Rollbacks()
    {
        if (_content.Rollbacks.Count == 0) return;
        _html.Raw("<h2>Taking back</h2>\n<table>\n<thead><tr><th class=\"number\">Step</th><th>How</th><th>What became of it</th></tr></thead>\n<tbody>\n");
        foreach (var rollback in _content.Rollbacks)
        {
            _html.Raw($"<tr><td class=\"number\">{_content.NumberOf(rollback.Key)}</td><td class=\"mono\">").Text(rollback.Code.Trim())
                .Raw($"</td><td class=\"{rollback.Tone}\">").Text(rollback.Fate).Raw("</td></tr>\n");
        }

        _html.Raw("</tbody></table>\n");
    }

    private void Evidence()
    {
        _html.Raw("<h2>Step by step</h2>\n");
        foreach (var (step, i) in State.Steps.Select((s, i) => (s, i)))
        {
            var tone = ReportContent.Tone(step);
            _html.Raw($"<section class=\"step {tone}\">\n<header><h3>{i + 1}. ").Text(step.Step.Title).Raw($"</h3><span class=\"badge {tone}\">").Text(_content.OutcomeOf(step)).Raw("</span></header>\n");
            _html.Element("p", Subtitle(step), "sub");
            if (step.Reason.Length > 0) _html.Element("p", step.Reason);
            _html.Block("Action", step.Step.Action).Block("By hand", step.Step.Manual);
            if (step.Step.Arguments.Count > 0) _html.Block("With", string.Join('\n', step.Step.Arguments.Select(a => $"${a.Key} = {JournalText.Of(a.Value)}")));
            _html.Block("Output", string.Join('\n', step.Output.Select(o => o.Text + (o.IsCut ? "\n… (the rest was not kept)" : ""))));
            _html.Block("Errors", string.Join('\n', step.Errors)).Block("Notes", string.Join('\n', step.Notes));
            Verifications(step);
            _html.Raw("</section>\n");
        }
    }

    private void Verifications(RunStepState step)
    {
        if (step.Verifications.Count == 0) return;
        _html.Block("Verification", step.Step.Verify);
        if (step.Step.VerifyText.Length > 0) _html.Raw("<p class=\"sub\">What must be true: ").Text(step.Step.VerifyText).Raw("</p>\n");
        foreach (var (last, times, from) in ReportContent.Attempts(step))
        {
            _html.Raw($"<p><span class=\"{(last.Status == CheckStatus.Pass ? "good" : "warn")}\"><strong>").Text(last.Status.ToString()).Raw("</strong></span> <span class=\"sub\">")
                .Text(times == 1 ? $"{ReportText.TimeOfDay(last.At)}, attempt {last.Attempt}" : $"{ReportText.TimeOfDay(from)} to {ReportText.TimeOfDay(last.At)}, {times} attempts with the same result").Raw("</span></p>\n");
            var seen = string.Join('\n', last.Error is null ? last.Objects : [.. last.Objects, last.Error]);
            if (seen.Length > 0) _html.Element("pre", seen);
        }
    }

    private static string Subtitle(RunStepState step)
    {
        var parts = new List<string>();
        if (step.Step.Runbook is not null) parts.Add(step.Step.ToString());
        if (step.StartedAt is { } began) parts.Add("began " + ReportText.Time(began));
        if (step.Elapsed is { } elapsed) parts.Add($"took {ReportText.Duration(elapsed)}{(step.Step.Target is { } target ? $" of {ReportText.Duration(target)}" : "")}{(step.IsLate == true ? ": too long" : "")}");
        if (step.Starts > 1) parts.Add($"begun {step.Starts} times");
        return string.Join(" · ", parts);
    }

    private void Timeline()
    {
        _html.Raw("<h2>Timeline</h2>\n<table class=\"timeline\">\n<tbody>\n");
        DateTime? day = null;
        foreach (var moment in _content.Timeline)
        {
            if (day != moment.At.UtcDateTime.Date)
            {
                day = moment.At.UtcDateTime.Date;
                _html.Raw("<tr><td colspan=\"3\"><strong>").Text(day.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Raw("</strong> <span class=\"sub\">UTC</span></td></tr>\n");
            }

            _html.Raw("<tr><td class=\"time\">").Text(ReportText.TimeOfDay(moment.At)).Raw("</td><td class=\"time number\">+").Text(ReportText.Duration(moment.Since))
                .Raw($"</td><td><span class=\"dot {moment.Tone}\"></span>").Text(moment.Text).Raw("</td></tr>\n");
        }

        _html.Raw("</tbody></table>\n");
    }

    private void Foot()
    {
        _html.Raw("<footer>\n<p>Head of the journal: <code>").Text(_content.Record.Head).Raw("</code></p>\n").Element("p", MarkdownReport.Proof);
        foreach (var (what, hash) in _content.Hashes()) _html.Raw("<p>").Text(what).Raw(": <code>").Text(hash).Raw("</code></p>\n");
        _html.Raw("</footer>\n");
    }
}
