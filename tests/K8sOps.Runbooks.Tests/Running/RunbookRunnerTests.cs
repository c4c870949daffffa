using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Running;

public sealed class RunbookRunnerTests : IDisposable
{
    private RunBench _bench = new() { Unattended = true };

    public void Dispose() => _bench.Dispose();

    private void Attended(params RunAnswer[] answers)
    {
        _bench.Dispose();
        _bench = new RunBench(answers);
    }

    private void RollingBack()
    {
        _bench.Dispose();
        _bench = new RunBench { Unattended = true, OnFailure = FailurePolicy.Rollback };
    }

    private IEnumerable<string> Kinds() => _bench.Events.Select(e => e.GetType().Name);

    [Fact]
    public void Steps_run_in_order_each_with_its_verification_and_the_run_succeeds()
    {
        var results = _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"));
        Assert.Equal(["do A", "ok", "do B", "ok"], _bench.Engine.Ran);
        Assert.Equal([StepOutcome.Verified, StepOutcome.Verified], results.Select(r => r.Outcome));
        Assert.All(results, r => Assert.Equal(_bench.Run, r.Run));
        Assert.Equal(RunEnding.Succeeded, _bench.State.Ending);
    }

    [Fact]
    public void Everything_is_written_down_before_it_happens()
    {
        var atAction = "";
        _bench.Engine.On("do A", _ =>
        {
            atAction = string.Join(' ', Kinds());
            return new BlockResult { Output = ["x"] };
        });
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"));
        Assert.Equal("RunStarted StepStarted RollbackRegistered", atAction);
        Assert.Equal("RunStarted StepStarted RollbackRegistered OutputWritten ActionEnded VerificationMade StepEnded RollbackReleased RunFinished", string.Join(' ', Kinds()));
    }

    [Fact]
    public void What_the_action_emits_is_in_the_result()
    {
        _bench.Engine.On("do A", 1, "two");
        Assert.Equal([1, "two"], Assert.Single(_bench.Invoke(RunBench.Step("A"))).Output);
    }

    [Fact]
    public void A_failed_action_is_verified_for_the_record_and_stays_failed()
    {
        _bench.Engine.Fails("do A");
        var result = Assert.Single(_bench.Invoke(RunBench.Step("A") with { VerifyTimeout = TimeSpan.FromMinutes(30) }));
        Assert.Equal(["do A", "ok"], _bench.Engine.Ran);
        Assert.Equal(StepOutcome.Failed, result.Outcome);
        Assert.Equal(CheckStatus.Pass, result.Verification);
        Assert.Contains("it broke", result.Errors);
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
    }

    [Fact]
    public void Unattended_it_stops_at_the_first_failure()
    {
        _bench.Engine.On("ok", false);
        var results = _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"));
        Assert.Equal([StepOutcome.VerifyFailed, StepOutcome.Skipped], results.Select(r => r.Outcome));
        Assert.DoesNotContain("do B", _bench.Engine.Ran);
        // The journal claims nothing of a step that was not reached.
        Assert.Equal(RunProgress.NotStarted, _bench.State.Step("b").Progress);
    }

    [Theory]
    [InlineData(CheckStatus.Unknown, StepOutcome.Unknown)]
    [InlineData(CheckStatus.Skip, StepOutcome.Skipped)]
    [InlineData(CheckStatus.Warn, StepOutcome.VerifyFailed)]
    public void Unknown_and_Skip_do_not_pass_and_are_reported_as_themselves(CheckStatus status, StepOutcome outcome)
    {
        _bench.Engine.On("ok", new CheckResult { Cluster = "infra", System = "S", Id = "S.X", Status = status, Message = "m", ObservedAt = default });
        var result = Assert.Single(_bench.Invoke(RunBench.Step("A")));
        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(status, result.Verification);
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
    }

    [Fact]
    public void A_verification_is_repeated_on_the_clusters_clock_until_it_passes()
    {
        var left = 3;
        _bench.Engine.On("ok", _ => new BlockResult { Output = [left-- == 0] });
        var result = Assert.Single(_bench.Invoke(RunBench.Step("A") with { VerifyTimeout = TimeSpan.FromMinutes(30), VerifyEvery = TimeSpan.FromSeconds(20) }));
        Assert.Equal(StepOutcome.Verified, result.Outcome);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(20), 3), _bench.Clock.Waits);
        Assert.Equal(TimeSpan.FromSeconds(60), result.Elapsed);
        Assert.Equal(4, _bench.Events.OfType<VerificationMade>().Count());
    }

    [Fact]
    public void A_verification_looks_a_last_time_at_its_deadline_and_then_gives_up()
    {
        _bench.Engine.On("ok", false);
        var result = Assert.Single(_bench.Invoke(RunBench.Step("A") with { VerifyTimeout = TimeSpan.FromSeconds(50), VerifyEvery = TimeSpan.FromSeconds(20) }));
        Assert.Equal([20, 20, 10], _bench.Clock.Waits.Select(w => w.TotalSeconds));
        Assert.Equal(StepOutcome.VerifyFailed, result.Outcome);
    }

    [Fact]
    public void Without_a_timeout_it_looks_once()
    {
        _bench.Engine.On("ok", false);
        _bench.Invoke(RunBench.Step("A"));
        Assert.Empty(_bench.Clock.Waits);
    }

    [Fact]
    public void A_step_of_a_diagnosis_is_shown_and_a_run_of_such_steps_proves_nothing()
    {
        var result = Assert.Single(_bench.Invoke(RunBench.Step("Look", verify: null) with { Section = RunbookSection.Diagnosis }));
        Assert.Equal(StepOutcome.Shown, result.Outcome);
        Assert.Equal(RunEnding.Failed, _bench.State.Ending);
    }

    [Fact]
    public void Unattended_a_step_by_hand_is_done_only_when_its_verification_passes()
    {
        var manual = RunBench.Step("Reboot") with { Action = null, Manual = "Reboot the machine" };
        Assert.Equal(StepOutcome.Verified, Assert.Single(_bench.Invoke(manual)).Outcome);
        Assert.Equal(["ok"], _bench.Engine.Ran);
        _bench.Engine.On("ok", false);
        Assert.Equal(StepOutcome.VerifyFailed, Assert.Single(_bench.Invoke(manual)).Outcome);
        Assert.Equal(StepOutcome.Skipped, Assert.Single(_bench.Invoke(manual with { Verify = null })).Outcome);
    }

    [Fact]
    public void The_operator_confirms_a_step_by_hand_and_it_is_verified_all_the_same()
    {
        Attended(RunAnswer.Done);
        Assert.Equal(StepOutcome.Verified, Assert.Single(_bench.Invoke(RunBench.Step("Reboot") with { Action = null, Manual = "Reboot the machine" })).Outcome);
        Assert.Equal(["ok"], _bench.Engine.Ran);
        Assert.Contains(_bench.Person.Told, t => t.Contains("Reboot the machine", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_a_destructive_step_the_first_answer_is_to_leave_it_out()
    {
        Attended(RunAnswer.Skip);
        _bench.Invoke(RunBench.Step("A") with { Destructive = true });
        Assert.Equal([RunAnswer.Skip, RunAnswer.Run, RunAnswer.RollBack, RunAnswer.Stop], Assert.Single(_bench.Person.Asked).Answers);
    }

    [Fact]
    public void The_operator_is_asked_before_each_step_with_four_answers()
    {
        Attended(RunAnswer.Run, RunAnswer.Skip, RunAnswer.Run);
        var results = _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"), RunBench.Step("C"));
        Assert.All(_bench.Person.Asked, a => Assert.Equal([RunAnswer.Run, RunAnswer.Skip, RunAnswer.RollBack, RunAnswer.Stop], a.Answers));
        Assert.Equal([StepOutcome.Verified, StepOutcome.Skipped, StepOutcome.Verified], results.Select(r => r.Outcome));
        Assert.Equal(RunEnding.Failed, _bench.State.Ending);
    }

    [Fact]
    public void What_is_pending_after_a_skipped_step_is_said_with_the_command_that_takes_it_back()
    {
        Attended(RunAnswer.Run, RunAnswer.Skip);
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.Contains(_bench.Person.Warned, w => w.Contains("undo A", StringComparison.Ordinal) && w.EndsWith($"Resume-RunbookRun {_bench.Run} -Rollback", StringComparison.Ordinal));
        Assert.Single(_bench.State.PendingRollbacks);
    }

    [Fact]
    public void Stop_offers_to_take_back_what_is_pending_last_first()
    {
        Attended(RunAnswer.Run, RunAnswer.Run, RunAnswer.Stop, RunAnswer.RollBack);
        var results = _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B", rollback: "undo B"), RunBench.Step("C"));
        Assert.Equal(["undo B", "undo A"], _bench.Engine.Ran.TakeLast(2));
        Assert.Equal([StepOutcome.RolledBack, StepOutcome.RolledBack, StepOutcome.Skipped], results.Select(r => r.Outcome));
        Assert.Equal(RunEnding.Failed, _bench.State.Ending);
        Assert.Empty(_bench.State.PendingRollbacks);
    }

    [Fact]
    public void What_is_left_as_it_is_can_be_taken_back_later()
    {
        Attended(RunAnswer.Run, RunAnswer.Stop, RunAnswer.Leave);
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.DoesNotContain("undo A", _bench.Engine.Ran);
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
        var results = _bench.Resume(takesBack: true);
        Assert.Equal("undo A", _bench.Engine.Ran[^1]);
        Assert.Equal(StepOutcome.RolledBack, results[0].Outcome);
    }

    [Fact]
    public void Roll_back_at_the_question_takes_back_without_another_one()
    {
        Attended(RunAnswer.Run, RunAnswer.RollBack);
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.Equal("undo A", _bench.Engine.Ran[^1]);
        Assert.Equal(2, _bench.Person.Asked.Count);
    }

    [Fact]
    public void After_a_failure_the_operator_may_go_on_take_back_or_stop()
    {
        Attended(RunAnswer.Run, RunAnswer.GoOn, RunAnswer.Run);
        _bench.Engine.Fails("do A");
        var results = _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.Equal([RunAnswer.GoOn, RunAnswer.RollBack, RunAnswer.Stop], _bench.Person.Asked[1].Answers);
        Assert.Equal([StepOutcome.Failed, StepOutcome.Verified], results.Select(r => r.Outcome));
        Assert.Equal(RunEnding.Failed, _bench.State.Ending);
    }

    [Fact]
    public void Unattended_a_failure_lists_what_is_pending_and_leaves_it()
    {
        _bench.Engine.Fails("do B");
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.DoesNotContain("undo A", _bench.Engine.Ran);
        Assert.Contains(_bench.Person.Warned, w => w.Contains("undo A", StringComparison.Ordinal));
    }

    [Fact]
    public void Unattended_with_OnFailure_Rollback_it_takes_back_also_what_failed_half_way()
    {
        RollingBack();
        _bench.Engine.Fails("do B");
        var results = _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B", rollback: "undo B"), RunBench.Step("C", rollback: "undo C"));
        Assert.Equal(["undo B", "undo A"], _bench.Engine.Ran.TakeLast(2));
        Assert.DoesNotContain("undo C", _bench.Engine.Ran);
        Assert.Equal([StepOutcome.RolledBack, StepOutcome.RolledBack, StepOutcome.Skipped], results.Select(r => r.Outcome));
    }

    [Fact]
    public void One_that_cannot_be_taken_back_does_not_keep_the_others_from_it_and_stays_pending()
    {
        RollingBack();
        _bench.Engine.Fails("do C").Fails("undo B", "no way");
        var results = _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B", rollback: "undo B"), RunBench.Step("C"));
        Assert.Equal([StepOutcome.RolledBack, StepOutcome.RollbackFailed, StepOutcome.Failed], results.Select(r => r.Outcome));
        Assert.Equal("b", Assert.Single(_bench.State.PendingRollbacks).Id);
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
        Assert.Contains(_bench.Person.Warned, w => w.Contains("no way", StringComparison.Ordinal));
    }

    [Fact]
    public void The_block_of_a_procedure_runs_after_those_of_its_steps()
    {
        RollingBack();
        _bench.Engine.Fails("do B");
        _bench.Invoke(RunBench.Step("A", rollback: "undo A", number: 1, procedure: "P") with { Id = "p/1", ProcedureRollback = "undo P" }, RunBench.Step("B", number: 2, procedure: "P") with { Id = "p/2" });
        Assert.Equal(["undo A", "undo P"], _bench.Engine.Ran.TakeLast(2));
        Assert.Contains(_bench.Events.OfType<RollbackRegistered>(), r => r.Id == "procedure:p");
    }

    [Fact]
    public void A_procedure_that_ends_verified_keeps_what_it_did_and_another_does_not_change_that()
    {
        RollingBack();
        _bench.Engine.Fails("do B");
        var results = _bench.Invoke(RunBench.Step("A", rollback: "undo A", number: 1, procedure: "P"), RunBench.Step("B", rollback: "undo B", number: 1, procedure: "Q"));
        Assert.DoesNotContain("undo A", _bench.Engine.Ran);
        Assert.Equal([StepOutcome.Verified, StepOutcome.RolledBack], results.Select(r => r.Outcome));
        Assert.Contains(_bench.Events.OfType<RollbackReleased>(), r => r.Id == "a");
    }

    [Fact]
    public void A_commands_own_way_back_counts_where_the_step_has_none()
    {
        RollingBack();
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Disable-K8sNode", "w1", "Enable-K8sNode -Name w1"))).Fails("do B");
        var results = _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"));
        Assert.Equal("Enable-K8sNode -Name w1", _bench.Engine.Ran[^1]);
        Assert.Equal(["made: patch Node w1 on infra"], results[0].Changes);
    }

    [Theory]
    [InlineData("undo A", null)]
    [InlineData(null, "undo P")]
    public void Nothing_is_undone_twice(string? ofStep, string? ofProcedure)
    {
        RollingBack();
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Disable-K8sNode", "w1", "Enable-K8sNode -Name w1"))).Fails("do B");
        _bench.Invoke(RunBench.Step("A", rollback: ofStep, number: 1, procedure: "P") with { ProcedureRollback = ofProcedure }, RunBench.Step("B", number: 2, procedure: "P"));
        Assert.Equal(ofStep ?? ofProcedure, _bench.Engine.Ran[^1]);
        Assert.DoesNotContain("Enable-K8sNode -Name w1", _bench.Engine.Ran);
    }

    [Fact]
    public void What_a_later_step_undoes_is_not_pending_any_more()
    {
        RollingBack();
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Disable-K8sNode", "w1", "Enable-K8sNode -Name w1"))).On("do B", RunBench.Makes(RunBench.Change("Enable-K8sNode", "w1"))).Fails("do C");
        _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"), RunBench.Step("C"));
        Assert.DoesNotContain("Enable-K8sNode -Name w1", _bench.Engine.Ran);
        Assert.Contains(_bench.Events.OfType<RollbackReleased>(), r => r.Reason.Contains("undone by the step b", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_later_step_undoes_on_another_object_is_still_pending()
    {
        RollingBack();
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Disable-K8sNode", "w1", "Enable-K8sNode -Name w1"))).On("do B", RunBench.Makes(RunBench.Change("Enable-K8sNode", "w2"))).Fails("do C");
        _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"), RunBench.Step("C"));
        Assert.Contains("Enable-K8sNode -Name w1", _bench.Engine.Ran);
    }

    [Fact]
    public void A_later_step_with_the_same_commands_as_a_rollback_block_undoes_it()
    {
        RollingBack();
        _bench.Engine.On("Clear-CephFlag  -Flag noout", RunBench.Makes(RunBench.Change("Clear-CephFlag", "noout"))).Fails("do C");
        _bench.Invoke(RunBench.Step("A", rollback: "Clear-CephFlag -Flag noout"), RunBench.Step("B", action: "Clear-CephFlag  -Flag noout"), RunBench.Step("C"));
        Assert.DoesNotContain("Clear-CephFlag -Flag noout", _bench.Engine.Ran);
    }

    [Fact]
    public void A_rehearsal_runs_every_action_judges_nothing_and_writes_no_journal()
    {
        var results = _bench.Rehearse(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B") with { Action = null, Manual = "by hand" });
        Assert.Equal(["do A"], _bench.Engine.Ran);
        Assert.All(_bench.Engine.Calls, c => Assert.True(c.IsRehearsal));
        Assert.All(results, r => Assert.Equal((StepOutcome.Skipped, "WhatIf", null), (r.Outcome, r.Reason, r.Run)));
        Assert.Empty(_bench.Store.List());
        Assert.Empty(_bench.Person.Asked);
        Assert.Contains(_bench.Person.Told, t => t.Contains("would verify", StringComparison.Ordinal));
    }

    [Fact]
    public void In_a_rehearsal_an_action_that_fails_is_told_and_the_others_go_on()
    {
        _bench.Engine.Fails("do A");
        var results = _bench.Rehearse(RunBench.Step("A"), RunBench.Step("B"));
        Assert.Equal(["do A", "do B"], _bench.Engine.Ran);
        Assert.Equal("WhatIf", results[0].Reason);
        Assert.Contains("it broke", results[0].Errors);
    }

    [Fact]
    public void The_commands_of_a_rehearsal_see_that_it_is_one_and_those_of_a_run_do_not()
    {
        var seen = new List<bool>();
        _bench.Engine.On("do A", _ =>
        {
            seen.Add(OperationScope.Current!.IsRehearsal);
            return new BlockResult();
        });
        _bench.Rehearse(RunBench.Step("A"));
        _bench.Invoke(RunBench.Step("A"));
        Assert.Equal([true, false], seen);
        Assert.Null(OperationScope.Current);
    }

    [Fact]
    public void Ctrl_C_in_an_action_is_journalled_and_what_is_pending_is_offered()
    {
        Attended(RunAnswer.Run, RunAnswer.RollBack);
        _bench.Engine.On("do A", _ =>
        {
            _bench.First.Cancel();
            return new BlockResult { Failed = true, Stopped = true };
        });
        var results = _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.Equal(["do A", "undo A"], _bench.Engine.Ran);
        Assert.Equal(StepOutcome.RolledBack, results[0].Outcome);
        var stopped = Assert.Single(_bench.Events.OfType<RunStopped>());
        Assert.Equal("Ctrl+C", stopped.Reason);
    }

    [Fact]
    public void Ctrl_C_at_a_question_is_a_stop_too()
    {
        Attended(RunAnswer.Run);
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B"));
        Assert.Equal("Ctrl+C", _bench.State.StopReason);
        Assert.Contains(_bench.Person.Warned, w => w.Contains("-Rollback", StringComparison.Ordinal));
        Assert.Single(_bench.State.PendingRollbacks);
    }

    [Fact]
    public void Ctrl_C_during_the_wait_for_a_verification_ends_it_and_leaves_the_step_unclear()
    {
        _bench.Engine.On("ok", _ =>
        {
            _bench.First.Cancel();
            return new BlockResult { Output = [false] };
        });
        var result = Assert.Single(_bench.Invoke(RunBench.Step("A") with { VerifyTimeout = TimeSpan.FromHours(1) }));
        Assert.Equal(StepOutcome.Unknown, result.Outcome);
        Assert.Equal(RunProgress.Started, _bench.State.Step("a").Progress);
    }

    [Fact]
    public void A_second_Ctrl_C_leaves_it_at_that_with_one_line_that_says_what_is_pending()
    {
        RollingBack();
        _bench.Engine.Fails("do B").On("undo B", _ =>
        {
            _bench.Second.Cancel();
            return new BlockResult { Failed = true, Stopped = true };
        });
        _bench.Invoke(RunBench.Step("A", rollback: "undo A"), RunBench.Step("B", rollback: "undo B"));
        Assert.DoesNotContain("undo A", _bench.Engine.Ran);
        var line = Assert.Single(_bench.Person.Warned, w => w.Contains("-Rollback", StringComparison.Ordinal));
        Assert.Contains("undo B", line, StringComparison.Ordinal);
        Assert.Contains("undo A", line, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], _bench.State.PendingRollbacks.Select(p => p.Id));
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
    }

    [Fact]
    public void When_the_journal_can_no_longer_be_written_nothing_more_is_run()
    {
        var plan = _bench.Plan(RunBench.Step("A"), RunBench.Step("B"));
        RunJournal? journal = null;
        _bench.Engine.On("do A", _ =>
        {
            // The disk is gone.
            journal!.Dispose();
            return new BlockResult { Output = [1] };
        });
        journal = _bench.Store.Create(new RunStarted { Run = _bench.Store.NewId(null, _bench.Clock), Host = "h", Cluster = "infra", ModuleVersion = "1", Steps = [.. plan.Items.Select(i => new PlannedStep { Key = i.Key, Step = i.Step })] }, null, _bench.Clock);
        var runner = new RunbookRunner(_bench.Engine, _bench.Person, journal, new RunSettings { Cluster = "infra", Clock = _bench.Clock, Unattended = true });
        Assert.Equal("JournalFailed", Assert.Throws<OperationException>(() => runner.Run(plan)).Id);
        Assert.Equal(["do A"], _bench.Engine.Ran);
    }
}
