using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Running;

/// <summary>A step that an earlier part of the run had begun: what is waited for, and what is never done twice.</summary>
public sealed class ResumedStepTests : IDisposable
{
    private readonly RunBench _bench = new() { Unattended = true };

    public void Dispose() => _bench.Dispose();

    private static RunbookStep Patient => RunBench.Step("A", verify: "ok A") with { VerifyTimeout = TimeSpan.FromMinutes(20), VerifyEvery = TimeSpan.FromMinutes(1) };

    private void Cut(RunbookStep step, Func<RunEvent, bool> after, params RunbookStep[] others)
    {
        _bench.Invoke([step, .. others]);
        _bench.CutAfter(after);
        _bench.Engine.Ran.Clear();
        _bench.Person.Told.Clear();
    }

    /// <summary>The verification passes after so many looks.</summary>
    private void PassesAfter(int looks) => _bench.Engine.On("ok A", _ => new BlockResult { Output = [looks-- <= 0] });

    [Fact]
    public void Killed_during_the_wait_of_its_verification_it_is_waited_for_and_its_action_is_not_repeated()
    {
        PassesAfter(5);
        Cut(Patient, e => e is VerificationMade { Attempt: 3 });
        PassesAfter(10);
        var result = Assert.Single(_bench.Resume());
        Assert.Equal(StepOutcome.Verified, result.Outcome);
        Assert.All(_bench.Engine.Ran, r => Assert.Equal("ok A", r));
        Assert.Equal(RunEnding.Succeeded, _bench.State.Ending);
    }

    [Fact]
    public void When_it_is_waited_for_in_vain_it_is_not_verified_and_its_action_is_not_repeated_either()
    {
        PassesAfter(5);
        Cut(Patient, e => e is ActionEnded);
        _bench.Engine.On("ok A", false);
        var result = Assert.Single(_bench.Resume());
        Assert.Equal(StepOutcome.VerifyFailed, result.Outcome);
        Assert.DoesNotContain("do A", _bench.Engine.Ran);
        Assert.Equal(21, _bench.Engine.Ran.Count);
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
    }

    [Theory]
    [InlineData(CheckStatus.Fail)]
    [InlineData(CheckStatus.Unknown)]
    [InlineData(CheckStatus.Skip)]
    public void An_action_that_ended_is_not_repeated_whatever_its_verification_said(CheckStatus status)
    {
        _bench.Engine.On("ok A", new CheckResult { Cluster = "infra", System = "S", Id = "S.X", Status = status, Message = "m", ObservedAt = default });
        _bench.Invoke(RunBench.Step("A", verify: "ok A"));
        _bench.Engine.Ran.Clear();
        _bench.Resume();
        Assert.Equal(["ok A"], _bench.Engine.Ran);
        // The run was not cut, and nothing says that it was.
        Assert.DoesNotContain(_bench.Person.Told, t => t.Contains("cut", StringComparison.Ordinal));
        Assert.Contains(_bench.Person.Told, t => t.Contains("Its action has been carried out", StringComparison.Ordinal));
    }

    [Fact]
    public void At_a_prompt_an_action_that_ended_is_repeated_when_the_operator_says_so()
    {
        _bench.Engine.On("ok A", false);
        _bench.Invoke(RunBench.Step("A", verify: "ok A"));
        using var attended = new RunBench(RunAnswer.Run);
        var looks = 0;
        attended.Engine.On("ok A", _ => new BlockResult { Output = [looks++ > 0] });
        Assert.Equal(StepOutcome.Verified, Assert.Single(attended.ResumeFrom(_bench)).Outcome);
        Assert.Equal("Run this step again?", attended.Person.Asked[0].Question);
        Assert.Equal(["ok A", "do A", "ok A"], attended.Engine.Ran);
    }

    [Fact]
    public void Cut_in_an_action_that_had_changed_something_its_verification_has_its_time_before_the_action_is_repeated()
    {
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Restart-X", "w1")));
        Cut(Patient, e => e is ChangeEnded);
        PassesAfter(10);
        Assert.Equal(StepOutcome.Verified, Assert.Single(_bench.Resume()).Outcome);
        Assert.DoesNotContain("do A", _bench.Engine.Ran);
    }

    [Fact]
    public void A_verification_that_could_not_look_lets_no_action_be_repeated()
    {
        Cut(RunBench.Step("A", verify: "ok A"), e => e is StepStarted, RunBench.Step("B"));
        _bench.Engine.Fails("ok A", "no connection", OperationCategory.ConnectionError);
        var results = _bench.Resume();
        Assert.Equal([StepOutcome.Unknown, StepOutcome.Skipped], results.Select(r => r.Outcome));
        Assert.Equal(["ok A"], _bench.Engine.Ran);
    }

    [Fact]
    public void Unattended_a_step_that_had_begun_and_that_nothing_verifies_is_unknown_and_ends_the_run()
    {
        Cut(RunBench.Step("A", verify: null), e => e is StepStarted, RunBench.Step("B"));
        var results = _bench.Resume();
        Assert.Equal([StepOutcome.Unknown, StepOutcome.Skipped], results.Select(r => r.Outcome));
        Assert.Empty(_bench.Engine.Ran);
        Assert.Equal(StepOutcome.Unknown, _bench.State.Step("a").Outcome);
        Assert.Equal(RunEnding.Stopped, _bench.State.Ending);
    }

    [Fact]
    public void At_a_prompt_such_a_step_is_asked_about()
    {
        Cut(RunBench.Step("A", verify: null), e => e is StepStarted, RunBench.Step("B"));
        using var attended = new RunBench(RunAnswer.Run, RunAnswer.Run);
        attended.ResumeFrom(_bench);
        Assert.Equal("do A", attended.Engine.Ran[0]);
    }

    [Fact]
    public void A_diagnosis_only_looks_and_may_look_again()
    {
        Cut(RunBench.Step("Look", verify: null) with { Section = RunbookSection.Diagnosis }, e => e is StepStarted);
        Assert.Equal(StepOutcome.Shown, Assert.Single(_bench.Resume()).Outcome);
        Assert.Equal(["do Look"], _bench.Engine.Ran);
    }

    [Fact]
    public void A_step_that_ran_and_ended_skipped_is_skipped_in_the_journal_too()
    {
        _bench.Engine.On("ok A", new CheckResult { Cluster = "infra", System = "S", Id = "S.X", Status = CheckStatus.Skip, Message = "m", ObservedAt = default });
        Assert.Equal(StepOutcome.Skipped, Assert.Single(_bench.Invoke(RunBench.Step("A", verify: "ok A"))).Outcome);
        Assert.Equal(StepOutcome.Skipped, _bench.State.Step("a").Outcome);
        Assert.Equal(StepOutcome.Skipped, Assert.Single(_bench.Resume()).Outcome);
        Assert.Equal(StepOutcome.Skipped, _bench.State.Step("a").Outcome);
        Assert.Equal(0, _bench.Store.Read(_bench.Run!).Summary.Unknown);
    }

    [Fact]
    public void A_step_by_hand_that_nothing_proves_is_skipped_in_the_journal_too()
    {
        Assert.Equal(StepOutcome.Skipped, Assert.Single(_bench.Invoke(RunBench.Step("Reboot", verify: null) with { Action = null, Manual = "Reboot it" })).Outcome);
        Assert.Equal(StepOutcome.Skipped, _bench.State.Step("reboot").Outcome);
    }

    [Fact]
    public void A_step_whose_verification_failed_and_that_is_left_out_now_stays_what_it_was()
    {
        _bench.Engine.On("ok A", false);
        _bench.Invoke(RunBench.Step("A", verify: "ok A"));
        using var attended = new RunBench(RunAnswer.Skip);
        attended.Engine.On("ok A", false);
        Assert.Equal(StepOutcome.VerifyFailed, Assert.Single(attended.ResumeFrom(_bench)).Outcome);
        Assert.Equal(StepOutcome.VerifyFailed, _bench.State.Step("a").Outcome);
    }
}
