using K8sOps.Runbooks.Runs;
using K8sOps.Tests.Reports;

namespace K8sOps.Tests.Runs;

public sealed class RunStateTests : IDisposable
{
    private readonly RunFolder _runs = new();
    private readonly string _one = RunFolder.Key(1);
    private readonly string _two = RunFolder.Key(2);

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_step_without_an_end_and_a_change_without_an_outcome_are_unclear()
    {
        var state = Fold(new StepStarted(_one), new ChangeAnnounced(_one, 1, RunFolder.Change()));
        Assert.True(state.Step(_one).IsUnclear);
        Assert.False(state.Step(_two).IsUnclear);
        Assert.Equal(RunProgress.NotStarted, state.Step(_two).Progress);
        Assert.Equal(2, state.Unclear.Count);
        Assert.Equal(RunEnding.Open, state.Ending);
        Assert.Null(state.EndedAt);
    }

    [Fact]
    public void A_step_that_failed_with_a_change_without_an_outcome_stays_unclear_and_one_verified_does_not()
    {
        RunEvent[] events = [new StepStarted(_one), new ChangeAnnounced(_one, 1, RunFolder.Change())];
        Assert.True(Fold([.. events, new StepEnded(_one, StepOutcome.Failed, "", [])]).Step(_one).IsUnclear);
        var verified = Fold([.. events, new StepEnded(_one, StepOutcome.Verified, "", [])]);
        Assert.False(verified.Step(_one).IsUnclear);
        Assert.Empty(verified.Unclear);
        // It is not known all the same: verified is not made.
        Assert.Equal(ChangeOutcome.Unknown, verified.Changes[0].Outcome);
    }

    [Fact]
    public void A_change_that_was_never_answered_is_told_until_its_step_is_verified()
    {
        var state = Fold(new StepStarted(_one), new ChangeAnnounced(_one, 1, RunFolder.Change()), new ChangeEnded(_one, 1, ChangeOutcome.Unknown, null, []));
        Assert.Contains(state.Unclear, u => u.Contains("no answer came", StringComparison.Ordinal));
        Assert.False(state.Changes[0].IsOpen);
    }

    [Fact]
    public void What_can_be_taken_back_stays_so_until_it_was_or_was_released()
    {
        RunEvent[] events =
        [
            new RollbackRegistered("procedure:replace-a-failed-osd", _one, "p"), new StepStarted(_one), new RollbackRegistered(_one, _one, "a"),
            new StepEnded(_one, StepOutcome.Verified, "", []), new StepStarted(_two), new RollbackRegistered("change:1", _two, "c"),
        ];
        Assert.Equal(["procedure:replace-a-failed-osd", _one, "change:1"], Ids(events));
        Assert.Equal(["procedure:replace-a-failed-osd", _one], Ids([.. events, new RollbackReleased("change:1", "refused")]));
        Assert.Equal(["procedure:replace-a-failed-osd", "change:1"], Ids([.. events, new RollbackStarted(_one), new RollbackEnded(_one, true, [])]));
        var failed = Fold([.. events, new RollbackStarted(_one), new RollbackEnded(_one, false, ["it would not"])]);
        Assert.Equal(["it would not"], failed.PendingRollbacks.Single(p => p.Id == _one).Errors);
        Assert.Equal(StepOutcome.RollbackFailed, failed.Step(_one).Outcome);
        var begun = Fold([.. events, new RollbackStarted(_one)]);
        Assert.True(begun.PendingRollbacks.Single(p => p.Id == _one).WasStarted);
        Assert.Contains(begun.Unclear, u => u.Contains("Taking back", StringComparison.Ordinal));
        // Half taken back is no longer verified.
        Assert.Equal(StepOutcome.Unknown, begun.Step(_one).Outcome);
        Assert.True(begun.Step(_one).IsUnclear);
    }

    [Fact]
    public void A_step_that_had_begun_is_not_made_undone_by_leaving_it_out()
    {
        RunEvent[] began = [new StepStarted(_one), new RunResumed { Host = "h" }];
        var skipped = Fold([.. began, new StepEnded(_one, StepOutcome.Skipped, "left out", []), new StepEnded(_two, StepOutcome.Skipped, "left out", [])]);
        Assert.Equal(StepOutcome.Unknown, skipped.Step(_one).Outcome);
        Assert.Equal(StepOutcome.Skipped, skipped.Step(_two).Outcome);
        var failed = Fold(new StepStarted(_one), new StepEnded(_one, StepOutcome.Failed, "no", []), new RunResumed { Host = "h" }, new StepEnded(_one, StepOutcome.Skipped, "left out", []));
        Assert.Equal(StepOutcome.Failed, failed.Step(_one).Outcome);
    }

    [Fact]
    public void What_held_a_secret_is_known_not_to_be_what_would_have_to_run()
    {
        const string code = "Connect-It -Url 'postgres://app:hunter2hunter2@db'";
        var start = _runs.Start(RunFolder.Planned(1), new PlannedStep { Key = "b", Step = RunFolder.Step(2) with { Action = code } });
        using var journal = _runs.Store.Create(start, null, _runs.Clock);
        journal.Append(new RollbackRegistered(_one, _one, code));
        var state = _runs.Store.Read(journal.Run).State;
        Assert.Equal([false, true], state.Start.Steps.Select(s => s.IsRedacted));
        Assert.True(state.PendingRollbacks[0].IsRedacted);
    }

    [Fact]
    public void A_step_that_registers_again_keeps_its_place_and_one_taken_back_comes_last()
    {
        RunEvent[] events = [new RollbackRegistered(_one, _one, "a"), new RollbackRegistered(_two, _two, "b"), new RollbackRegistered(_one, _one, "a2")];
        Assert.Equal([_one, _two], Ids(events));
        Assert.Equal("a2", Fold(events).PendingRollbacks[0].Code);
        Assert.Equal([_two, _one], Ids([.. events, new RollbackEnded(_one, true, []), new RollbackRegistered(_one, _one, "a")]));
    }

    [Fact]
    public void A_step_that_was_taken_back_is_no_longer_verified_nor_are_the_steps_of_a_procedure_that_was()
    {
        RunEvent[] events =
        [
            new RollbackRegistered("procedure:replace-a-failed-osd", _one, "p"), new StepStarted(_one), new StepEnded(_one, StepOutcome.Verified, "", []),
        ];
        var state = Fold([.. events, new RollbackEnded("procedure:replace-a-failed-osd", true, [])]);
        Assert.Equal(StepOutcome.RolledBack, state.Step(_one).Outcome);
        // Not begun is not taken back.
        Assert.Null(state.Step(_two).Outcome);
        Assert.Equal(StepOutcome.RolledBack, Fold(new RollbackRegistered("change:1", _one, "c"), new StepStarted(_one), new StepEnded(_one, StepOutcome.Verified, "", []), new RollbackEnded("change:1", true, [])).Step(_one).Outcome);
    }

    [Fact]
    public void A_procedure_that_comes_twice_is_taken_back_once()
    {
        PlannedStep Again(int number) => RunFolder.Planned(number) with { Key = RunFolder.Key(number) + "~2" };
        var start = _runs.Start(RunFolder.Planned(1), RunFolder.Planned(2), Again(1), Again(2));
        RunEvent[] events = [start, .. start.Steps.SelectMany(s => new RunEvent[] { new StepStarted(s.Key), new StepEnded(s.Key, StepOutcome.Verified, "", []) })];
        var first = RunState.Of([.. events, new RollbackRegistered("procedure:x", _one, "p"), new RollbackEnded("procedure:x", true, [])]);
        Assert.Equal([StepOutcome.RolledBack, StepOutcome.RolledBack, StepOutcome.Verified, StepOutcome.Verified], first.Steps.Select(s => s.Outcome!.Value));
        var second = RunState.Of([.. events, new RollbackRegistered("procedure:x~2", _one + "~2", "p"), new RollbackEnded("procedure:x~2", true, [])]);
        Assert.Equal([StepOutcome.Verified, StepOutcome.Verified, StepOutcome.RolledBack, StepOutcome.RolledBack], second.Steps.Select(s => s.Outcome!.Value));
    }

    [Fact]
    public void A_run_that_goes_on_is_open_again_and_a_late_note_does_not_open_it()
    {
        RunEvent[] stopped = [new StepStarted(_one), new StepEnded(_one, StepOutcome.Failed, "", []), new RunStopped("At a failure.")];
        Assert.Equal(RunEnding.Stopped, Fold(stopped).Ending);
        Assert.Equal("At a failure.", Fold(stopped).StopReason);
        Assert.Equal(RunEnding.Stopped, Fold([.. stopped, new NoteWritten(null, "late")]).Ending);
        var resumed = Fold([.. stopped, new RunResumed { Host = "h" }]);
        Assert.Equal(RunEnding.Open, resumed.Ending);
        Assert.Null(resumed.StopReason);
        Assert.Equal(RunEnding.Succeeded, Fold([.. stopped, new RunResumed { Host = "h" }, new RunFinished(true)]).Ending);
    }

    [Fact]
    public void A_step_that_begins_again_has_no_outcome_until_it_ends()
    {
        var state = Fold(new StepStarted(_one), new StepEnded(_one, StepOutcome.Failed, "it would not", ["e"]), new StepStarted(_one));
        Assert.Null(state.Step(_one).Outcome);
        Assert.Empty(state.Step(_one).Errors);
        Assert.Equal(2, state.Step(_one).Starts);
        Assert.True(state.Step(_one).IsUnclear);
    }

    [Fact]
    public void What_the_plan_does_not_know_is_not_lost()
    {
        var state = Fold(new StepStarted("unplanned"), new StepEnded("unplanned", StepOutcome.Verified, "", []));
        Assert.Equal(StepOutcome.Verified, state.Step("unplanned").Outcome);
    }

    [Fact]
    public void A_journal_that_does_not_begin_with_the_start_is_none()
    {
        Assert.Throws<ArgumentException>(() => RunState.Of([]));
        Assert.Throws<ArgumentException>(() => RunState.Of([new RunFinished(true)]));
    }

    [Fact]
    public void Killed_at_every_event_nothing_that_had_happened_is_lost_and_nothing_that_had_not_is_claimed()
    {
        var record = SampleRun.Write(_runs);
        for (var count = 1; count <= record.Events.Count; count++)
        {
            var events = record.Events.Take(count).ToList();
            var state = RunState.Of(events);
            foreach (var step in state.Steps)
            {
                var last = events.LastOrDefault(e => e is StepStarted s && s.Key == step.Key || e is StepEnded d && d.Key == step.Key || e is RollbackEnded r && r.Id == step.Key || e is RollbackStarted b && b.Id == step.Key);
                // Verified is only what has an end that says so, and no beginning after it.
                Assert.Equal(last is StepEnded { Outcome: StepOutcome.Verified }, step.Outcome == StepOutcome.Verified);
                Assert.Equal(last is StepStarted, step.Progress == RunProgress.Started);
                Assert.Equal(last is null, step.Progress == RunProgress.NotStarted);
                Assert.Equal(events.OfType<VerificationMade>().Count(v => v.Key == step.Key), step.Verifications.Count);
            }

            var announced = events.OfType<ChangeAnnounced>().ToList();
            Assert.Equal(announced.Select(c => c.Number), state.Changes.Select(c => c.Number));
            foreach (var change in state.Changes) Assert.Equal(events.OfType<ChangeEnded>().SingleOrDefault(e => e.Number == change.Number)?.Outcome ?? ChangeOutcome.Unknown, change.Outcome);
            // Whatever had begun and has no end is named.
            var open = state.Steps.Count(s => s.Progress == RunProgress.Started) + state.Changes.Count(c => c.IsOpen) + (events[^1] is RollbackStarted ? 1 : 0);
            Assert.Equal(open, state.Unclear.Count);
            var pending = events.OfType<RollbackRegistered>().Select(r => r.Id).Except(events.OfType<RollbackEnded>().Where(r => r.Succeeded).Select(r => r.Id));
            Assert.Equal(pending, state.PendingRollbacks.Select(p => p.Id));
            Assert.Equal(events[^1] is RunStopped ? RunEnding.Stopped : RunEnding.Open, state.Ending);
        }
    }

    private RunState Fold(params RunEvent[] events) => RunState.Of([_runs.Start(), .. events]);

    private IEnumerable<string> Ids(params RunEvent[] events) => Fold(events).PendingRollbacks.Select(p => p.Id);
}
