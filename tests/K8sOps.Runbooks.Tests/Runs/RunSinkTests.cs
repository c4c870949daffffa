using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Runs;

public sealed class RunSinkTests : IDisposable
{
    private readonly RunFolder _runs = new();
    private readonly string _key = RunFolder.Key(1);

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task A_change_is_on_disk_before_it_may_be_sent_and_its_outcome_after()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        await using (var change = new RunSink(journal, _key).Changing(RunFolder.Change()))
        {
            Assert.Equal(1, Assert.IsType<ChangeAnnounced>(_runs.Store.Read(journal.Run).Events[^1]).Number);
            change.Made(new ChangedField(".flags.noout", "false", "true"));
        }

        Assert.Equal(ChangeOutcome.Made, Assert.IsType<ChangeEnded>(_runs.Store.Read(journal.Run).Events[^1]).Outcome);
    }

    [Fact]
    public async Task A_change_that_nobody_answered_is_unknown_and_one_refused_says_why()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        var sink = new RunSink(journal, _key);
        await using (sink.Changing(RunFolder.Change()))
        {
        }

        await using (var change = sink.Changing(RunFolder.Change())) change.Refused("Forbidden");
        Assert.Equal([ChangeOutcome.Unknown, ChangeOutcome.Refused], RunState.Of(journal.Events).Changes.Select(c => c.Outcome));
        Assert.Equal("Forbidden", RunState.Of(journal.Events).Changes[1].Error);
    }

    [Fact]
    public async Task A_commands_own_compensation_is_registered_before_the_change_and_released_when_it_is_refused()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        var sink = new RunSink(journal, _key) { KeepsCompensations = true };
        await using (var change = sink.Changing(RunFolder.Change())) change.Made();
        await using (var change = sink.Changing(RunFolder.Change())) change.Refused("no");
        Assert.Equal([typeof(RollbackRegistered), typeof(ChangeAnnounced), typeof(ChangeEnded)], journal.Events.Skip(1).Take(3).Select(e => e.GetType()));
        Assert.Equal(["change:1"], RunState.Of(journal.Events).PendingRollbacks.Select(p => p.Id));
        await using (new RunSink(journal, _key).Changing(RunFolder.Change()))
        {
        }

        Assert.Single(RunState.Of(journal.Events).PendingRollbacks);
    }

    [Fact]
    public async Task Numbers_go_on_after_a_resume()
    {
        var start = _runs.Start();
        using (var journal = _runs.Store.Create(start, null, _runs.Clock))
        {
            await using var change = new RunSink(journal, _key).Changing(RunFolder.Change());
        }

        using var again = _runs.Store.Reopen(start.Run, _runs.Clock);
        await using (new RunSink(again, _key).Changing(RunFolder.Change()))
        {
        }

        Assert.Equal([1, 2], RunState.Of(again.Events).Changes.Select(c => c.Number));
    }

    [Fact]
    public async Task Many_threads_announce_at_once_and_the_chain_holds()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        var sink = new RunSink(journal, _key);
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (i, _) =>
        {
            await using var change = sink.Changing(RunFolder.Change("flag-" + i));
            change.Made();
        });
        var state = _runs.Store.Read(journal.Run).State;
        Assert.Equal(Enumerable.Range(1, 40), state.Changes.Select(c => c.Number).Order());
        Assert.All(state.Changes, c => Assert.Equal(ChangeOutcome.Made, c.Outcome));
    }

    [Fact]
    public void A_change_after_the_runs_end_is_not_let_through()
    {
        var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        journal.Dispose();
        Assert.Equal("JournalFailed", Assert.Throws<OperationException>(() => new RunSink(journal, _key).Changing(RunFolder.Change())).Id);
    }

    [Fact]
    public void A_warning_stands_in_the_journal()
    {
        using var journal = _runs.Store.Create(_runs.Start(), null, _runs.Clock);
        new RunSink(journal, _key).Warn("careful");
        Assert.Equal(["careful"], RunState.Of(journal.Events).Step(_key).Notes);
    }
}
