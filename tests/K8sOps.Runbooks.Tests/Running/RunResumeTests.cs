using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Running;

public sealed class RunResumeTests : IDisposable
{
    private RunBench _bench = new() { Unattended = true };

    public void Dispose() => _bench.Dispose();

    private static RunbookStep[] Steps => [RunBench.Step("A", verify: "ok A", rollback: "undo A"), RunBench.Step("B", verify: "ok B", rollback: "undo B"), RunBench.Step("C", verify: "ok C")];

    [Fact]
    public void Verified_steps_stay_done()
    {
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is StepEnded { Key: "a" });
        _bench.Engine.Ran.Clear();
        var results = _bench.Resume();
        Assert.Equal(["do B", "ok B", "do C", "ok C"], _bench.Engine.Ran);
        Assert.All(results, r => Assert.Equal(StepOutcome.Verified, r.Outcome));
        Assert.Equal(RunEnding.Succeeded, _bench.State.Ending);
    }

    [Fact]
    public void A_step_that_had_begun_is_looked_at_before_anything_else_and_not_run_when_it_is_done()
    {
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is RollbackRegistered { Key: "b" });
        _bench.Engine.Ran.Clear();
        var results = _bench.Resume();
        Assert.Equal(["ok B", "do C", "ok C"], _bench.Engine.Ran);
        Assert.Equal(StepOutcome.Verified, results[1].Outcome);
        Assert.Contains("not run again", results[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_had_begun_and_is_not_done_is_run_again()
    {
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is StepStarted { Key: "b" });
        _bench.Engine.Ran.Clear();
        var looked = 0;
        _bench.Engine.On("ok B", _ => new BlockResult { Output = [looked++ > 0] });
        _bench.Resume();
        Assert.Equal(["ok B", "do B", "ok B", "do C", "ok C"], _bench.Engine.Ran);
        Assert.Equal(RunEnding.Succeeded, _bench.State.Ending);
    }

    [Fact]
    public void A_change_that_was_announced_and_has_no_end_makes_its_step_unclear()
    {
        _bench.Engine.On("do B", RunBench.Makes(RunBench.Change("Set-X", "w1")));
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is ChangeAnnounced);
        _bench.Engine.Ran.Clear();
        _bench.Resume();
        Assert.Equal("ok B", _bench.Engine.Ran[0]);
        Assert.DoesNotContain("do B", _bench.Engine.Ran);
    }

    [Fact]
    public void An_action_that_failed_is_run_again_without_a_look()
    {
        _bench.Engine.Fails("do B");
        _bench.Invoke(Steps);
        _bench.Engine.Ran.Clear();
        _bench.Engine.On("do B");
        _bench.Resume();
        Assert.Equal(["do B", "ok B", "do C", "ok C"], _bench.Engine.Ran);
        Assert.Equal(RunEnding.Succeeded, _bench.State.Ending);
    }

    [Fact]
    public void What_was_pending_before_the_cut_is_taken_back_after_a_failure_of_the_resume()
    {
        _bench.Dispose();
        _bench = new RunBench { Unattended = true, OnFailure = FailurePolicy.Rollback };
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is StepEnded { Key: "a" });
        _bench.Engine.Ran.Clear();
        _bench.Engine.Fails("do B");
        var results = _bench.Resume();
        Assert.Equal(["undo B", "undo A"], _bench.Engine.Ran.TakeLast(2));
        Assert.Equal(StepOutcome.RolledBack, results[0].Outcome);
    }

    [Fact]
    public void Cut_at_any_event_a_resume_ends_with_everything_verified_and_nothing_pending()
    {
        _bench.Engine.On("do B", RunBench.Makes(RunBench.Change("Set-X", "w1", "Clear-X w1")));
        _bench.Invoke(Steps);
        var all = _bench.Events.Count;
        for (var count = 1; count < all; count++)
        {
            using var bench = new RunBench { Unattended = true };
            bench.Engine.On("do B", RunBench.Makes(RunBench.Change("Set-X", "w1", "Clear-X w1")));
            bench.Invoke(Steps);
            var last = bench.Events[count - 1];
            var n = 0;
            bench.CutAfter(_ => ++n == count);
            Assert.Equal(last.GetType(), bench.Events[^1].GetType());
            var results = bench.Resume();
            Assert.All(results, r => Assert.Equal(StepOutcome.Verified, r.Outcome));
            Assert.Equal(RunEnding.Succeeded, bench.State.Ending);
            Assert.Empty(bench.State.PendingRollbacks);
        }
    }

    [Fact]
    public void A_step_whose_password_the_journal_does_not_keep_is_neither_run_again_nor_taken_back_with_another()
    {
        _bench.Engine.Fails("do A");
        _bench.Invoke(RunBench.Step("A", rollback: "undo $ApiPassword") with { Arguments = new Dictionary<string, object> { ["ApiPassword"] = "correct-horse-battery" } });
        Assert.Equal("StepRedacted", Assert.Throws<OperationException>(() => RunPlanner.CheckReadable(_bench.State)).Id);
        _bench.Engine.Ran.Clear();
        Assert.Equal(StepOutcome.RollbackFailed, Assert.Single(_bench.Resume(takesBack: true)).Outcome);
        Assert.Empty(_bench.Engine.Ran);
    }

    [Fact]
    public void The_values_that_a_step_had_are_those_that_it_has()
    {
        var step = RunBench.Step("A") with
        {
            Parameters = [new RunbookParameter("OsdId", "int", null, ""), new RunbookParameter("Wait", "duration", TimeSpan.FromMinutes(10), "")],
            Arguments = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase) { ["OsdId"] = 3 },
        };
        _bench.Invoke(step);
        _bench.CutAfter(e => e is RunStarted);
        _bench.Resume();
        Assert.Equal(3, _bench.Engine.Calls[^1].Arguments["osdid"]);
        Assert.Equal(TimeSpan.FromMinutes(10), _bench.Engine.Calls[^1].Arguments["Wait"]);
    }

    [Fact]
    public void Taking_back_was_cut_and_is_done_again()
    {
        _bench.Dispose();
        _bench = new RunBench { Unattended = true, OnFailure = FailurePolicy.Rollback };
        _bench.Engine.Fails("do C");
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is RollbackStarted { Id: "a" });
        _bench.Engine.Ran.Clear();
        _bench.Resume(takesBack: true);
        Assert.Equal(["undo A"], _bench.Engine.Ran);
        Assert.Empty(_bench.State.PendingRollbacks);
        Assert.Equal(RunEnding.Failed, _bench.State.Ending);
    }

    [Fact]
    public void A_destructive_procedure_that_was_begun_at_a_prompt_is_not_finished_unattended_unless_it_is_named()
    {
        var plan = _bench.Plan(RunBench.Step("A", number: 1, procedure: "P"));
        _bench.Invoke(plan with { Items = [.. plan.Items.Select(i => i with { Step = i.Step with { Destructive = true } })] });
        var state = _bench.State;
        var attended = RunState.Of(_bench.Events.Select(e => e is RunStarted s ? s with { Unattended = false } : e));
        Assert.NotNull(RunPlanner.Restore(attended, unattended: true, []).Items[0].Refusal);
        Assert.Null(RunPlanner.Restore(attended, unattended: true, ["P"]).Items[0].Refusal);
        Assert.Null(RunPlanner.Restore(attended, unattended: false, []).Items[0].Refusal);
        Assert.Null(RunPlanner.Restore(state, unattended: true, []).Items[0].Refusal);
    }

    [Fact]
    public void What_was_half_taken_back_is_looked_at_before_it_counts_as_done()
    {
        _bench.Dispose();
        _bench = new RunBench { Unattended = true, OnFailure = FailurePolicy.Rollback };
        _bench.Engine.Fails("do C");
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is RollbackStarted { Id: "b" });
        _bench.Engine.Ran.Clear();
        var looked = 0;
        _bench.Engine.On("do C").On("ok B", _ => new BlockResult { Output = [looked++ > 0] });
        _bench.Resume();
        Assert.Equal(["ok B", "do B", "ok B", "do C", "ok C"], _bench.Engine.Ran);
    }

    [Fact]
    public void A_step_that_had_begun_and_is_left_out_now_is_not_called_undone()
    {
        _bench.Invoke(Steps);
        _bench.CutAfter(e => e is StepStarted { Key: "b" });
        _bench.Engine.On("ok B", false);
        var journal = _bench.State;
        using var attended = new RunBench(RunAnswer.Skip, RunAnswer.Run);
        attended.Engine.On("ok B", false);
        var results = attended.ResumeFrom(_bench);
        Assert.Equal(RunProgress.Started, journal.Step("b").Progress);
        Assert.Equal([StepOutcome.Verified, StepOutcome.Unknown, StepOutcome.Verified], results.Select(r => r.Outcome));
        Assert.Contains("left out on resuming", results[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_whose_secret_the_journal_does_not_keep_is_not_run_from_it()
    {
        var step = RunBench.Step("A", action: "Connect-Thing -Password 'correct horse battery'", rollback: "undo A");
        _bench.Engine.Fails(step.Action!);
        _bench.Invoke(step);
        var planned = _bench.State.Start.Steps[0];
        if (planned.Step.Action == step.Action) planned = planned with { Step = planned.Step with { Action = "Connect-Thing -Password (redacted)" } };
        var state = RunState.Of(_bench.Events.Select(e => e is RunStarted s ? s with { Steps = [planned] } : e));
        Assert.Equal("StepRedacted", Assert.Throws<OperationException>(() => RunPlanner.CheckReadable(state)).Id);
    }
}
