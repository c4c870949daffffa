using System.Text.RegularExpressions;
using System.Xml.Linq;
using K8sOps.Runbooks.Reports;
using K8sOps.Runbooks.Runs;
using K8sOps.Tests.Runs;

namespace K8sOps.Tests.Reports;

public sealed class RunReportTests(SampleFixture sample) : IClassFixture<SampleFixture>
{
    private readonly RunFolder _runs = sample.Runs;
    private readonly RunRecord _record = sample.Record;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_says_who_where_when_what_and_with_which_head(bool html)
    {
        var text = Decoded(html);
        foreach (var word in new[]
        {
            "alice", "bob", "al on laptop", "jump-1", "sandbox-infra", "uid 0a1b", "2026-03-01 08:00:00Z", _record.Run, _record.Head, _record.Events.OfType<RunStarted>().Single().Copies[0].Hash,
            "K8sOps 0.1.0", "Replace a failed OSD", "3 of 6 steps verified", "1 failed", "1 taken back",
            "Resume-RunbookRun -Run " + _record.Run + " -Rollback",
        })
        {
            Assert.Contains(word, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_shows_each_change_with_its_fields_and_outcome(bool html)
    {
        var text = Regex.Replace(Decoded(html), "<[^>]+>", "");
        Assert.Contains("exec CephOsd osd.3 on sandbox-infra", text, StringComparison.Ordinal);
        Assert.Contains("ceph osd out 3", text, StringComparison.Ordinal);
        Assert.Contains(".in: true → false", text, StringComparison.Ordinal);
        Assert.Contains(".weight: 1 → 0", text, StringComparison.Ordinal);
        Assert.Contains(".note: \"old\" → (removed)", text, StringComparison.Ordinal);
        Assert.Contains("delete Deployment rook-ceph/rook-ceph-osd-3", text, StringComparison.Ordinal);
        Assert.Contains("is forbidden", text, StringComparison.Ordinal);
        Assert.Contains("No outcome came; the step was verified afterwards.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_is_told_in_a_line_and_not_twenty_times()
    {
        var text = Decoded(html: true);
        Assert.Contains("2 attempts with the same result", text, StringComparison.Ordinal);
        Assert.Contains("18 attempts with the same result", text, StringComparison.Ordinal);
        Assert.Contains("Verification 3 to 20", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_interrupted_counts_against_the_target()
    {
        var waited = _record.State.Steps[2];
        Assert.True(waited.Elapsed > TimeSpan.FromMinutes(40));
        Assert.True(waited.IsLate);
        Assert.Contains("of 30m 00s: too long", Decoded(html: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_is_well_formed_needs_nothing_else_and_runs_nothing()
    {
        var html = RunReport.Html(_record);
        Assert.DoesNotMatch("<script|src=|href=|@import|url\\(|\\bon[a-z]+=\"", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(", html, StringComparison.Ordinal);
        // Void elements closed, it is XML: every other element is opened and closed in order.
        var xml = Regex.Replace(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "<(meta [^>]+)>", "<$1/>");
        Assert.Equal("html", XDocument.Parse(xml.Replace("&#39;", "'", StringComparison.Ordinal)).Root!.Name.LocalName);
        Assert.Contains("@media print", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_steers_a_terminal_or_turns_the_text_is_made_visible()
    {
        var text = Decoded(html: true);
        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.Contains("red ⟨U+202E⟩gnp.exe", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_holds_against_what_was_printed()
    {
        var text = RunReport.Markdown(_record);
        // Outside of the fences no markup of others comes out, and no row of a table has a cell too many.
        var outside = Regex.Replace(text, "^(`{3,})[^`]*?\n.*?\n\\1$", "", RegexOptions.Singleline | RegexOptions.Multiline);
        Assert.DoesNotContain("<script", outside, StringComparison.Ordinal);
        foreach (var table in Regex.Matches(outside, "(?:^\\|.*\n)+", RegexOptions.Multiline).Select(m => m.Value.TrimEnd().Split('\n')))
        {
            Assert.Single(table.Select(row => Regex.Count(row, @"(?<!\\)\|")).Distinct());
        }
    }

    [Fact]
    public void A_run_that_was_cut_says_what_is_open_before_anything_else()
    {
        var start = _runs.Start();
        using (var journal = _runs.Store.Create(start, null, _runs.Clock))
        {
            journal.Append(new StepStarted(RunFolder.Key(1)));
            journal.Append(new ChangeAnnounced(RunFolder.Key(1), journal.NextChange(), RunFolder.Change()));
        }

        File.AppendAllText(_runs.Journal(start.Run), "{\"prev\":\"");
        var record = _runs.Store.Read(start.Run);
        var text = RunReport.Markdown(record);
        var open = text[..text.IndexOf("## Steps", StringComparison.Ordinal)];
        Assert.Contains("Interrupted", open, StringComparison.Ordinal);
        Assert.Contains("cut after 9 bytes", open, StringComparison.Ordinal);
        Assert.Contains("had begun, and has no end", open, StringComparison.Ordinal);
        Assert.Contains("no outcome came", open, StringComparison.Ordinal);
        Assert.Contains("Unclear", text, StringComparison.Ordinal);
        Assert.DoesNotContain("→ true", text, StringComparison.Ordinal);
        Assert.Contains("not yet", RunReport.Html(record), StringComparison.Ordinal);
    }

    private string Decoded(bool html)
        => html ? System.Net.WebUtility.HtmlDecode(RunReport.Html(_record)) : Regex.Replace(RunReport.Markdown(_record), @"\\(.)", "$1").Replace("<br>", "\n", StringComparison.Ordinal);
}
