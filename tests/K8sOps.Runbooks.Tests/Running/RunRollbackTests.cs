using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Running;

/// <summary>What need not be taken back any more, and what stays when it was.</summary>
public sealed class RunRollbackTests : IDisposable
{
    private readonly RunBench _bench = new() { Unattended = true, OnFailure = FailurePolicy.Rollback };

    public void Dispose() => _bench.Dispose();

    private IEnumerable<string> TakenBack => _bench.Engine.Ran.Where(r => r.StartsWith("Set-K8sWorkload", StringComparison.Ordinal) || r.StartsWith("undo", StringComparison.Ordinal));

    /// <summary>Steps that scale a workload, one after the other, and one that fails.</summary>
    private void Scale(params int[] replicas)
    {
        var steps = replicas.Skip(1).Select((_, i) => RunBench.Step($"Scale {i}")).ToList();
        for (var i = 0; i < steps.Count; i++) _bench.Engine.On(steps[i].Action!, RunBench.Makes(RunBench.Replicas(replicas[i], replicas[i + 1])));
        _bench.Engine.Fails("do Fail");
        _bench.Invoke([.. steps, RunBench.Step("Fail")]);
    }

    [Fact]
    public void A_step_of_a_runbook_that_changed_nothing_is_not_taken_back()
    {
        _bench.Engine.On("do B", RunBench.Makes(RunBench.Replicas(2, 5))).Fails("do D");
        _bench.Invoke(FromFile("A"), FromFile("B"), RunBench.Step("C", rollback: "undo C"), RunBench.Step("D"));
        Assert.Equal(["undo C", "undo B"], TakenBack);
        Assert.Contains(_bench.Events.OfType<RollbackReleased>(), r => r is { Id: "a", Reason: "its action changed nothing" });
    }

    [Fact]
    public void A_step_that_was_cut_after_a_change_keeps_its_way_back_though_it_changes_nothing_when_it_goes_on()
    {
        using var bench = new RunBench() { Unattended = true };
        bench.Engine.On("do A", call =>
        {
            RunBench.Makes(RunBench.Replicas(2, 5))(call);
            return new BlockResult { Failed = true };
        });
        bench.Invoke(FromFile("A", verify: null));
        Assert.Equal("a", Assert.Single(bench.State.PendingRollbacks).Id);
        bench.Engine.On("do A", _ => new BlockResult { Failed = true });
        bench.Resume();
        Assert.Equal("a", Assert.Single(bench.State.PendingRollbacks).Id);
    }

    [Fact]
    public void A_step_that_was_stopped_keeps_its_way_back_since_something_of_it_may_still_be_under_way()
    {
        _bench.Engine.On("do A", _ =>
        {
            _bench.First.Cancel();
            return new BlockResult { Failed = true, Stopped = true };
        });
        _bench.Invoke(FromFile("A"));
        Assert.Equal(["undo A"], TakenBack);
    }

    private static RunbookStep FromFile(string title, string? verify = "ok") => RunBench.Step(title, verify: verify, rollback: "undo " + title) with { Hash = "of the file" };

    [Fact]
    public void The_same_command_with_another_value_does_not_undo_what_it_did_before()
    {
        Scale(2, 5, 4);
        Assert.Equal(["Set-K8sWorkload -Name podinfo -Replicas 5", "Set-K8sWorkload -Name podinfo -Replicas 2"], TakenBack);
    }

    [Theory]
    [InlineData(2, 5, 2)]
    [InlineData(2, 5, 4, 2)]
    [InlineData(2, 5, 2, 4, 2)]
    public void Changes_that_come_to_nothing_are_not_taken_back_neither_the_first_nor_the_last(params int[] replicas)
    {
        Scale(replicas);
        Assert.Empty(TakenBack);
        Assert.Empty(_bench.State.PendingRollbacks);
    }

    [Fact]
    public void What_was_undone_in_part_is_taken_back_to_where_it_began()
    {
        Scale(2, 5, 4, 5);
        Assert.Equal(["Set-K8sWorkload -Name podinfo -Replicas 2"], TakenBack);
    }

    [Fact]
    public void A_step_that_undoes_and_is_taken_back_by_a_block_of_its_own_releases_nothing()
    {
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Replicas(2, 5))).On("do B", RunBench.Makes(RunBench.Replicas(5, 2))).Fails("do C");
        _bench.Invoke(RunBench.Step("A"), RunBench.Step("B", rollback: "undo B"), RunBench.Step("C"));
        Assert.Equal(["undo B", "Set-K8sWorkload -Name podinfo -Replicas 2"], TakenBack);
    }

    [Fact]
    public void The_same_command_whose_values_are_not_told_does_not_undo_either()
    {
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Set-X", "w1", "Set-X -Name w1 -To 1"))).On("do B", RunBench.Makes(RunBench.Change("Set-X", "w1", "Set-X -Name w1 -To 2"))).Fails("do C");
        _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"), RunBench.Step("C"));
        Assert.Equal(["Set-X -Name w1 -To 2", "Set-X -Name w1 -To 1"], _bench.Engine.Ran.TakeLast(2));
    }

    [Fact]
    public void Steps_of_one_procedure_without_numbers_still_belong_together_when_the_run_goes_on()
    {
        var steps = new[] { RunBench.Step("A", rollback: "undo A", procedure: "P"), RunBench.Step("B", rollback: "undo B", procedure: "P"), RunBench.Step("C", rollback: "undo C", procedure: "P") };
        _bench.Engine.Fails("do C");
        _bench.Invoke(steps);
        _bench.CutAfter(e => e is StepEnded { Key: "a" });
        _bench.Engine.Ran.Clear();
        _bench.Resume();
        Assert.Equal(["undo C", "undo B", "undo A"], TakenBack);
    }

    [Fact]
    public void The_block_of_a_procedure_without_numbers_takes_all_of_it_back()
    {
        _bench.Engine.Fails("do C");
        var results = _bench.Invoke(RunBench.Step("A", procedure: "P") with { ProcedureRollback = "undo P" }, RunBench.Step("B", procedure: "P"), RunBench.Step("C", procedure: "Q"));
        Assert.Equal([StepOutcome.Verified, StepOutcome.Verified, StepOutcome.Failed], results.Select(r => r.Outcome));
        _bench.Engine.Fails("do B");
        results = _bench.Invoke(RunBench.Step("A", procedure: "P") with { ProcedureRollback = "undo P" }, RunBench.Step("B", procedure: "P"), RunBench.Step("C", procedure: "Q"));
        Assert.Equal([StepOutcome.RolledBack, StepOutcome.RolledBack, StepOutcome.Skipped], results.Select(r => r.Outcome));
    }

    [Fact]
    public void A_journal_that_does_not_tell_what_belongs_together_is_guessed_by_the_numbers()
    {
        _bench.Invoke(RunBench.Step("A", number: 1, procedure: "P"), RunBench.Step("B", number: 2, procedure: "P"), RunBench.Step("C", number: 1, procedure: "Q"));
        var old = RunState.Of(_bench.Events.Select(e => e is RunStarted s ? s with { Steps = [.. s.Steps.Select(p => p with { Group = null })] } : e));
        Assert.Equal([1, 1, 2], RunPlanner.Restore(old, unattended: true, []).Items.Select(i => i.Group));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "undo A")]
    public void A_step_that_changed_something_and_that_nothing_verifies_is_not_proven_and_stays_pending(bool tells, string? rollback)
    {
        using var bench = new RunBench { Unattended = true };
        if (tells) bench.Engine.On("do A", RunBench.Makes(RunBench.Replicas(2, 5)));
        var results = bench.Invoke(RunBench.Step("A", verify: null, rollback: rollback), RunBench.Step("B"));
        Assert.Equal([StepOutcome.Unknown, StepOutcome.Skipped], results.Select(r => r.Outcome));
        Assert.Contains("no verification", results[0].Reason, StringComparison.Ordinal);
        Assert.Single(bench.State.PendingRollbacks);
        Assert.Empty(bench.Events.OfType<RollbackReleased>());
        Assert.Contains(bench.Person.Warned, w => w.Contains("-Rollback", StringComparison.Ordinal));
        // Going on unattended neither repeats nor believes it.
        bench.Engine.Ran.Clear();
        Assert.Equal(StepOutcome.Unknown, bench.Resume()[0].Outcome);
        Assert.Empty(bench.Engine.Ran);
    }

    [Fact]
    public void A_procedure_that_was_only_looked_at_is_not_said_to_be_verified()
    {
        _bench.Invoke(RunBench.Step("A", verify: null, procedure: "P") with { ProcedureRollback = "undo P" });
        Assert.Equal("procedure:a", Assert.Single(_bench.State.PendingRollbacks).Id);
    }

    [Fact]
    public void When_all_that_was_pending_is_taken_back_what_stays_is_said_and_nothing_else()
    {
        _bench.Engine.On("do A", RunBench.Makes(RunBench.Change("Set-X", "kept", "undo kept")))
            .On("do B", RunBench.Makes(RunBench.Change("Set-X", "gone back", "undo it"), RunBench.Change("Remove-X", "without a way back")))
            .On("do C", RunBench.Makes(RunBench.Change("Set-X", "by a block"))).On("undo C", RunBench.Makes(RunBench.Change("Set-X", "by the block itself")))
            .On("do D", RunBench.Makes(RunBench.Replicas(2, 5))).On("do E", RunBench.Makes(RunBench.Replicas(5, 2))).Fails("do F");
        _bench.Invoke(RunBench.Step("A", number: 1, procedure: "P"), RunBench.Step("B", number: 1, procedure: "Q"), RunBench.Step("C", rollback: "undo C", number: 2, procedure: "Q"),
            RunBench.Step("D", number: 3, procedure: "Q"), RunBench.Step("E", number: 4, procedure: "Q"), RunBench.Step("F", number: 5, procedure: "Q"));
        Assert.Contains("All that was pending was taken back.", _bench.Person.Told);
        var stays = Assert.Single(_bench.Person.Warned, w => w.StartsWith("What stays", StringComparison.Ordinal));
        Assert.EndsWith(": made: patch Node kept on infra | made: patch Node without a way back on infra.", stays, StringComparison.Ordinal);
    }

    [Fact]
    public void When_nothing_stays_nothing_is_said_of_it()
    {
        Scale(2, 5, 4);
        Assert.Contains("All that was pending was taken back.", _bench.Person.Told);
        Assert.DoesNotContain(_bench.Person.Warned, w => w.Contains("stays", StringComparison.Ordinal));
        Assert.Empty(_bench.State.StandingChanges);
    }

    [Fact]
    public void Values_that_are_secret_are_never_the_same()
    {
        Change Secret(string before, string after) => new() { Command = "Set-It", Cluster = "infra", Kind = "Secret", Name = "s", Verb = "patch", Fields = [new ChangedField(".data.key", before, after)], Compensation = $"undo {before}" };
        _bench.Engine.On("do A", RunBench.Makes(Secret("1", "2"))).On("do B", RunBench.Makes(Secret("2", "3"))).Fails("do C");
        _bench.Invoke(RunBench.Step("A"), RunBench.Step("B"), RunBench.Step("C"));
        Assert.Equal(["undo 2", "undo 1"], TakenBack);
    }
}
