using System.Text;
using System.Text.Json;
using K8sOps.Runbooks.Reports;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Runs;

public sealed class RunJournalTests : IDisposable
{
    private readonly RunFolder _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Every_kind_of_event_is_read_back_as_it_was_written()
    {
        var run = _runs.WriteAllKinds();
        var read = _runs.Store.Read(run);
        Assert.Equal(typeof(RunEvent).Assembly.GetTypes().Count(t => t.IsSubclassOf(typeof(RunEvent))), read.Events.Select(e => e.GetType()).Distinct().Count());
        var at = RunFolder.Begin;
        foreach (var (written, back) in _runs.AllKinds().Zip(read.Events.Skip(1)))
        {
            at += TimeSpan.FromSeconds(1);
            Assert.Equal(JsonSerializer.Serialize<RunEvent>(written with { At = at }), JsonSerializer.Serialize(back is RunResumed r ? r with { HostTime = default, Process = 0 } : back));
        }

        Assert.Null(read.Cut);
        Assert.Equal(RunFolder.Runbook, read.RunbookTexts["rook-ceph"]);
    }

    [Fact]
    public void Arguments_keep_their_types_and_are_found_without_regard_to_case()
    {
        var arguments = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase)
        {
            ["Int"] = 3,
            ["Negative"] = -1,
            ["Long"] = 3_000_000_000L,
            ["SmallLong"] = 3L,
            ["Double"] = 0.1 + 0.2,
            ["WholeDouble"] = 2.0,
            ["Infinite"] = double.PositiveInfinity,
            ["Bool"] = true,
            ["Text"] = "3",
            ["Ugly"] = "a\r\n\t\"{}\u0000\u2028😀",
            ["Duration"] = TimeSpan.FromMilliseconds(-90061.5),
            ["Time"] = new DateTimeOffset(2026, 3, 29, 2, 30, 0, 1, TimeSpan.FromHours(2)),
            ["Many"] = new object[] { "a", 1, 2L },
        };
        var step = RunFolder.Step(1) with
        {
            Arguments = arguments,
            Parameters = [new RunbookParameter("Size", "size", 5_368_709_120L, "How much"), new RunbookParameter("Wait", "duration", TimeSpan.FromMinutes(5), "How long")],
        };
        var start = _runs.Start(new PlannedStep { Key = step.Id, Step = step });
        using (_runs.Store.Create(start, null, _runs.Clock))
        {
        }

        var back = Assert.IsType<RunStarted>(_runs.Store.Read(start.Run).Events[0]).Steps[0].Step;
        foreach (var (name, value) in arguments)
        {
            Assert.Equal(value, back.Arguments[name.ToUpperInvariant()]);
            Assert.Equal(value.GetType(), back.Arguments[name].GetType());
        }

        Assert.Equal(step.Parameters, back.Parameters);
        Assert.Equal(step with { Arguments = back.Arguments, Parameters = back.Parameters, Findings = back.Findings }, back);
    }

    [Fact]
    public void An_event_is_on_disk_when_append_returns()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        Assert.Single(_runs.Store.Read(journal.Run).Events);
        journal.Append(new StepStarted(RunFolder.Key(1)));
        var read = _runs.Store.Read(journal.Run);
        Assert.Equal(2, read.Events.Count);
        Assert.Equal(journal.Head, read.Head);
        Assert.True(read.IsRunning);
    }

    [Fact]
    public void Cut_at_every_line_and_at_every_byte_of_the_last_it_keeps_the_whole_lines_and_says_what_it_dropped()
    {
        var run = _runs.WriteAllKinds();
        var whole = File.ReadAllBytes(_runs.Journal(run));
        var all = _runs.Store.Read(run).Events;
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        var boundaries = Enumerable.Range(first, last - first).Where(i => whole[i - 1] == '\n' || whole[i] == '\n');
        foreach (var length in boundaries.Concat(Enumerable.Range(last, whole.Length - last + 1)))
        {
            File.WriteAllBytes(_runs.Journal(run), whole[..length]);
            var read = _runs.Store.Read(run);
            var lines = whole[..length].Count(b => b == '\n');
            Assert.Equal(lines, read.Events.Count);
            Assert.Equal(whole[length - 1] == '\n', read.Cut is null);
            Assert.Equal(all[lines - 1].At, read.Events[^1].At);
        }
    }

    [Fact]
    public void Written_on_after_a_cut_it_chains_again()
    {
        var run = _runs.WriteAllKinds();
        var whole = File.ReadAllBytes(_runs.Journal(run));
        var lastLine = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        foreach (var length in new[] { lastLine, lastLine + 1, lastLine + 40, whole.Length - 1 })
        {
            File.WriteAllBytes(_runs.Journal(run), whole[..length]);
            using (var journal = _runs.Store.Reopen(run, _runs.Clock))
            {
                Assert.Equal(length != lastLine, journal.Cut is not null);
                journal.Append(new RunResumed { Host = "laptop", Unclear = journal.Cut is { } cut ? [cut] : [] });
            }

            var read = _runs.Store.Read(run);
            Assert.Equal(_runs.AllKinds().Count + 1, read.Events.Count);
            Assert.IsType<RunResumed>(read.Events[^1]);
            Assert.Null(read.Cut);
        }
    }

    [Fact]
    public void A_changed_byte_anywhere_is_tampering()
    {
        var run = _runs.WriteAllKinds();
        var whole = File.ReadAllBytes(_runs.Journal(run));
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x01;
            Assert.Equal("JournalTampered", Assert.Throws<OperationException>(() => JournalReader.Prove(changed, run)).Id);
            if (at % 500 != 0 && at != whole.Length - 1) continue;
            File.WriteAllBytes(_runs.Journal(run), changed);
            Assert.Equal("JournalTampered", Assert.Throws<OperationException>(() => _runs.Store.Read(run)).Id);
        }
    }

    [Fact]
    public void A_line_taken_out_doubled_or_swapped_is_tampering()
    {
        var run = _runs.WriteAllKinds();
        var lines = File.ReadAllLines(_runs.Journal(run));
        void IsTampered(IEnumerable<string> changed)
        {
            File.WriteAllText(_runs.Journal(run), string.Concat(changed.Select(l => l + "\n")));
            Assert.Equal("JournalTampered", Assert.Throws<OperationException>(() => _runs.Store.Read(run)).Id);
            Assert.Equal("JournalTampered", Assert.Throws<OperationException>(() => _runs.Store.Reopen(run, _runs.Clock)).Id);
        }

        for (var i = 0; i < lines.Length - 1; i++)
        {
            IsTampered(lines.Where((_, n) => n != i));
            IsTampered([.. lines[..i], lines[i], .. lines[i..]]);
            IsTampered([.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]]);
        }

        IsTampered([]);
        IsTampered([.. lines, ""]);
    }

    [Fact]
    public void Another_runs_journal_in_its_place_and_another_runbook_are_tampering()
    {
        var run = _runs.WriteAllKinds();
        var other = _runs.WriteAllKinds();
        File.WriteAllText(Path.Combine(_runs.Root, other, "rook-ceph.md"), RunFolder.Runbook + " ");
        Assert.Contains("runbook", Assert.Throws<OperationException>(() => _runs.Store.Read(other)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_runs.Root, other, "rook-ceph.md"));
        Assert.Equal("JournalTampered", Assert.Throws<OperationException>(() => _runs.Store.Read(other)).Id);
        File.Copy(_runs.Journal(run), _runs.Journal(other), overwrite: true);
        Assert.Contains(run, Assert.Throws<OperationException>(() => _runs.Store.Read(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_each_runbook_of_a_run_there_is_a_copy_that_is_proven()
    {
        var start = _runs.Start(RunFolder.Planned(1), RunFolder.Planned(2) with { Key = "flux/1", Step = RunFolder.Step(2) with { Runbook = "flux" } }) with { Runbook = null };
        using (_runs.Store.Create(start, [.. RunFolder.Books, RunFolder.Book("flux", "# Flux\r\n"), RunFolder.Book("Flux", "# Another\n")], _runs.Clock))
        {
        }

        var read = _runs.Store.Read(start.Run);
        Assert.Equal(["rook-ceph", "flux", "Flux~2"], read.State.Start.Copies.Select(c => c.Name));
        Assert.Equal("# Flux\n", read.RunbookTexts["flux"]);
        Assert.Equal(["rook-ceph", "flux"], read.Summary.Runbooks);
        Assert.Null(read.Summary.Runbook);
        foreach (var report in (string[])[RunReport.Markdown(read), RunReport.Html(read)]) Assert.All(read.State.Start.Copies, c => Assert.Contains(c.Hash, report, StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(_runs.Root, start.Run, "flux.md"), " ");
        Assert.Contains("flux.md, is not the one", Assert.Throws<OperationException>(() => _runs.Store.Read(start.Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_before_there_were_several_copies_is_read_and_proven_as_it_was()
    {
        var start = _runs.Start();
        var folder = Directory.CreateDirectory(Path.Combine(_runs.Root, start.Run)).FullName;
        var copy = Path.Combine(folder, "runbook.md");
        File.WriteAllText(copy, RunFolder.Runbook);
        var (line, _) = JournalLine.Write(start with { RunbookHash = RunStore.Hash(File.ReadAllBytes(copy)) }, JournalLine.Origin, JournalLine.Options(RunSecrets.None));
        File.WriteAllBytes(_runs.Journal(start.Run), [.. line, (byte)'\n']);
        var read = _runs.Store.Read(start.Run);
        Assert.Equal(RunFolder.Runbook, read.RunbookTexts["rook-ceph"]);
        Assert.Contains(read.State.Start.RunbookHash!, RunReport.Markdown(read), StringComparison.Ordinal);
        File.AppendAllText(copy, " ");
        Assert.Equal("JournalTampered", Assert.Throws<OperationException>(() => _runs.Store.Read(start.Run)).Id);
    }

    [Fact]
    public void An_event_of_a_later_version_is_not_called_tampering()
    {
        var start = _runs.Start();
        string head;
        using (var journal = _runs.Store.Create(start, null, _runs.Clock)) head = journal.Head;
        var body = $"{{\"prev\":\"{head}\",\"event\":\"teleported\",\"at\":\"2026-03-01T08:00:00+00:00\"";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        File.AppendAllText(_runs.Journal(start.Run), $"{body},\"hash\":\"{hash}\"}}\n");
        Assert.Equal("JournalUnreadable", Assert.Throws<OperationException>(() => _runs.Store.Read(start.Run)).Id);
    }

    [Fact]
    public void Only_one_writer_holds_a_run()
    {
        var start = _runs.Start();
        using (_runs.Store.Create(start, null, _runs.Clock))
        {
            Assert.Equal("RunBusy", Assert.Throws<OperationException>(() => _runs.Store.Reopen(start.Run, _runs.Clock)).Id);
            Assert.True(_runs.Store.Read(start.Run).IsRunning);
        }

        Assert.False(_runs.Store.Read(start.Run).IsRunning);
        // The file that a dead process left behind is no lock.
        Assert.True(File.Exists(Path.Combine(_runs.Root, start.Run, "lock")));
        using var again = _runs.Store.Reopen(start.Run, _runs.Clock);
        Assert.Single(again.Events);
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        var run = _runs.WriteAllKinds();
        var folder = Path.Combine(_runs.Root, run);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        foreach (var file in Directory.GetFiles(folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void A_run_that_is_not_there_is_not_found_whatever_it_is_called()
    {
        foreach (var id in new[] { "nope", "", ".", "..", "../x", "a/b", "a\0b" })
        {
            Assert.Equal("NotFound", Assert.Throws<OperationException>(() => _runs.Store.Read(id)).Id);
        }

        Assert.Empty(_runs.Store.List());
    }

    [Fact]
    public void Ids_say_when_and_what_and_are_never_twice_the_same()
    {
        Assert.Matches("^20260301T080000Z-rook-ceph-[0-9a-f]{4}$", _runs.Store.NewId("rook-ceph", _runs.Clock));
        Assert.Matches("^20260301T080000Z-steps-[0-9a-f]{4}$", _runs.Store.NewId(null, _runs.Clock));
        Assert.Matches("^20260301T080000Z----etc-passwd-[0-9a-f]{4}$", _runs.Store.NewId("../etc/passwd", _runs.Clock));
    }
}
