using K8sOps.Runbooks;
using K8sOps.Runbooks.Running;

namespace K8sOps.PowerShell.Tests.Commands;

/// <summary>The commands that run steps, without an engine and on one that the test plays; what only the real one can tell is in tests/Pester.</summary>
[Collection("sandbox")]
public sealed class RunbookRunTests : IDisposable
{
    private readonly SandboxFixture _sandbox = new();
    private readonly string? _homeBefore = Environment.GetEnvironmentVariable("K8SOPS_HOME");
    private readonly string _home = Path.Combine(Path.GetTempPath(), "k8sops-" + Guid.NewGuid().ToString("n"));

    public RunbookRunTests() => Environment.SetEnvironmentVariable("K8SOPS_HOME", _home);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("K8SOPS_HOME", _homeBefore);
        RunEngines.Override.Value = null;
        if (Directory.Exists(_home)) Directory.Delete(_home, recursive: true);
    }

    [Theory]
    [InlineData("Invoke-Runbook kubernetes -Cluster sandbox-infra -Unattended")]
    [InlineData("Resume-RunbookRun nosuch -Unattended")]
    public void Without_an_engine_it_says_that_it_needs_one(string line)
    {
        var failure = _sandbox.Run(line).Failure;
        Assert.NotNull(failure);
        Assert.StartsWith("EngineNeeded,", failure.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_home));
    }

    [Fact]
    public void A_procedure_is_run_with_the_values_that_were_given_and_each_step_has_a_result()
    {
        var engine = Play(canAsk: false);
        var result = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A"), Step("B")]);
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.Equal([StepOutcome.Verified, StepOutcome.Verified], result.Of<StepResult>().Select(r => r.Outcome));
        Assert.Equal(["do A", "ok", "do B", "ok"], engine.Ran);
        Assert.Single(Directory.GetDirectories(Path.Combine(_home, "runs")));
    }

    [Fact]
    public void A_run_that_has_not_succeeded_is_an_error_beside_its_results()
    {
        Play(canAsk: false).Fails = "do A";
        var result = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A"), Step("B")]);
        Assert.Equal([StepOutcome.Failed, StepOutcome.Skipped], result.Of<StepResult>().Select(r => r.Outcome));
        Assert.StartsWith("RunFailed,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_run_comes_through_the_pipeline_none_is_resumed()
    {
        Play(canAsk: false);
        var result = _sandbox.Run("Get-RunbookRun -Runbook nothing-* | Resume-RunbookRun -WhatIf");
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.Empty(result.Of<StepResult>());
    }

    [Fact]
    public void Several_runs_at_once_are_refused_instead_of_resuming_the_last()
    {
        var engine = Play(canAsk: false);
        engine.Fails = "do A";
        for (var i = 0; i < 2; i++) _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A")]);
        var ran = engine.Ran.Count;
        var result = _sandbox.Run("Get-RunbookRun | Resume-RunbookRun -Unattended");
        Assert.StartsWith("SeveralRuns,", result.Failure?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ran, engine.Ran.Count);
    }

    [Fact]
    public void The_results_of_one_run_resume_that_run()
    {
        var engine = Play(canAsk: false);
        engine.Fails = "do B";
        var results = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A"), Step("B")]).Of<StepResult>();
        Assert.Equal(2, results.Count);
        var result = _sandbox.Host.Invoke("Resume-RunbookRun -Unattended", [.. results]);
        Assert.NotEmpty(result.Of<StepResult>());
    }

    [Fact]
    public void A_diagnosis_alone_claims_nothing_and_is_no_error()
    {
        Play(canAsk: false);
        var look = new RunbookStep { Runbook = "made-up", Id = "look", Title = "Look", Section = RunbookSection.Diagnosis, Action = "look" };
        var result = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [look]);
        Assert.Empty(result.Errors);
        Assert.Equal(StepOutcome.Shown, Assert.Single(result.Of<StepResult>()).Outcome);
        Assert.Equal(RunbookRunState.Shown, Assert.Single(_sandbox.Get<RunbookRun>("Get-RunbookRun")).State);
    }

    [Fact]
    public void Taking_a_run_back_is_no_failure_when_all_of_it_went_back()
    {
        Play(canAsk: false).Fails = "do B";
        var failed = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A") with { Rollback = "undo A" }, Step("B")]);
        Assert.EndsWith(Run, Assert.Single(failed.Errors).ErrorDetails?.RecommendedAction, StringComparison.Ordinal);
        var result = _sandbox.Run($"Resume-RunbookRun {Run} -Rollback -Unattended");
        Assert.Empty(result.Errors);
        Assert.Equal([StepOutcome.RolledBack, StepOutcome.Failed], result.Of<StepResult>().Select(r => r.Outcome));
    }

    [Fact]
    public void Taking_a_run_back_is_a_failure_when_something_would_not_go_back_and_can_be_tried_again()
    {
        var engine = Play(canAsk: false);
        engine.Fails = "do B";
        _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A") with { Rollback = "undo A" }, Step("B")]);
        engine.Fails = "undo A";
        var error = Assert.Single(_sandbox.Run($"Resume-RunbookRun {Run} -Rollback -Unattended").Errors);
        Assert.StartsWith("RunFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal($"Resume-RunbookRun {Run} -Rollback", error.ErrorDetails?.RecommendedAction);
    }

    [Fact]
    public void A_run_that_failed_and_was_taken_back_is_an_error_that_recommends_nothing_that_would_be_refused()
    {
        var engine = Play(canAsk: false);
        engine.Fails = "do B";
        engine.Changes = "do A";
        var error = Assert.Single(_sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended -OnFailure Rollback", [Step("A") with { Procedure = "P" }, Step("C") with { Procedure = "Q", Rollback = "undo C" }, Step("B") with { Procedure = "Q" }]).Errors);
        Assert.StartsWith("RunFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal($"Export-RunbookReport {Run}", error.ErrorDetails?.RecommendedAction);
        Assert.Contains("has not succeeded: B: Failed", error.Exception.Message, StringComparison.Ordinal);
        var refused = _sandbox.Run($"Resume-RunbookRun {Run} -Unattended").Failure!;
        Assert.StartsWith("RunOver,", refused.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("what stays of it: made: patch Node w1", refused.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_that_a_run_passes_over_are_passed_over_when_it_goes_on_and_others_can_be_added()
    {
        var engine = Play(canAsk: false);
        engine.Fails = "do A";
        _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended -SkipGate ceph.ok_to_stop", [Step("A")]);
        Assert.Equal(["CEPH.OK_TO_STOP"], engine.SkipGate);
        engine.SkipGate = [];
        _sandbox.Run($"Resume-RunbookRun {Run} -Unattended");
        Assert.Equal(["CEPH.OK_TO_STOP"], engine.SkipGate);
        _sandbox.Run($"Resume-RunbookRun {Run} -Unattended -SkipGate CEPH.RESIZE_QUOTA");
        Assert.Equal(["CEPH.OK_TO_STOP", "CEPH.RESIZE_QUOTA"], engine.SkipGate);
        var journal = File.ReadAllText(Path.Combine(_home, "runs", Run, "journal.jsonl"));
        Assert.Contains("The gate CEPH.RESIZE_QUOTA is passed over", journal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gate_that_there_is_not_is_an_error_before_anything_runs()
    {
        var engine = Play(canAsk: false);
        var failure = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended -SkipGate CEPH.NOSUCH", [Step("A")]).Failure;
        Assert.StartsWith("UnknownGate,", failure?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("CEPH.OK_TO_STOP", failure!.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Ran);
        engine.Fails = "do A";
        _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A")]);
        engine.Ran.Clear();
        Assert.StartsWith("UnknownGate,", _sandbox.Run($"Resume-RunbookRun {Run} -Unattended -SkipGate CEPH.NOSUCH").Failure?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(engine.Ran);
    }

    [Fact]
    public void Where_nobody_can_be_asked_nothing_is_run()
    {
        var engine = Play(canAsk: false);
        var failure = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra", [Step("A")]).Failure;
        Assert.StartsWith("PromptNeeded,", failure?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(engine.Ran);
        Assert.False(Directory.Exists(_home));
    }

    [Fact]
    public void A_session_that_cannot_be_opened_leaves_no_run_behind()
    {
        var engine = Play(canAsk: false);
        engine.CannotOpen = true;
        var failure = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", [Step("A")]).Failure;
        Assert.StartsWith("SessionFailed,", failure?.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(engine.Ran);
        Assert.False(Directory.Exists(_home));
    }

    [Fact]
    public void A_pattern_for_the_cluster_is_refused()
        => Assert.StartsWith("ClusterPatternRefused,", Invoked("Invoke-RunbookStep -Cluster sandbox-* -Unattended", [Step("A")]), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_the_runbook_has_no_procedure_of_is_an_error()
        => Assert.StartsWith("NotFound,", Invoked("Invoke-Runbook kubernetes -Procedure nosuch -Cluster sandbox-infra -Unattended", null), StringComparison.Ordinal);

    [Fact]
    public void A_whole_diagnosis_looks_at_what_it_can_without_a_value()
    {
        Play(canAsk: false);
        var result = _sandbox.Run("Invoke-Runbook rook-ceph -Cluster sandbox-infra -Unattended");
        Assert.Null(result.Failure);
        Assert.Empty(result.Errors);
        Assert.NotEmpty(result.Of<StepResult>());
        var run = Assert.Single(_sandbox.Get<RunbookRun>("Get-RunbookRun"));
        Assert.Equal(RunbookRunState.Shown, run.State);
        Assert.Contains("which needs OsdId", File.ReadAllText(Path.Combine(run.Folder, "journal.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_over_two_runbooks_keeps_both_and_is_found_by_either()
    {
        Play(canAsk: false);
        var steps = (string[])["kubernetes", "rook-ceph"];
        var result = _sandbox.Host.Invoke("Invoke-RunbookStep -Cluster sandbox-infra -Unattended", steps.SelectMany(b => _sandbox.Get<RunbookStep>($"Get-RunbookStep {b} -Step 1 -Section Diagnosis")));
        Assert.Null(result.Failure);
        foreach (var book in steps)
        {
            var run = Assert.Single(_sandbox.Get<RunbookRun>($"Get-RunbookRun -Runbook {book}"));
            Assert.Equal(File.ReadAllText(_sandbox.Get<Runbook>($"Get-Runbook {book}").Single().Path!), File.ReadAllText(Path.Combine(run.Folder, book + ".md")));
        }
    }

    private string Invoked(string line, IEnumerable<object?>? input)
    {
        Play(canAsk: true);
        return _sandbox.Host.Invoke(line, input).Failure?.FullyQualifiedErrorId ?? "";
    }

    private string Run => Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(_home, "runs"))));

    private static RunbookStep Step(string title) => new() { Id = title, Title = title, Action = "do " + title, Verify = "ok" };

    private static PlayedEngine Play(bool canAsk)
    {
        var engine = new PlayedEngine(canAsk);
        RunEngines.Override.Value = engine;
        return engine;
    }

    private sealed class PlayedEngine(bool canAsk) : IRunEngine, IBlockEngine, IRunOperator
    {
        public List<string> Ran { get; } = [];

        public string? Fails { get; set; }

        /// <summary>A block that changes something which nothing takes back.</summary>
        public string? Changes { get; set; }

        public IReadOnlyList<string> SkipGate { get; set; } = [];

        public bool CannotOpen { get; set; }

        public bool CanAsk => canAsk;

        public IBlockEngine Open(RunEngineOptions options)
        {
            SkipGate = options.SkipGate;
            return this;
        }

        public IRunOperator Operator(object host) => this;

        public IDisposable OnNextCancelKey(Action pressed) => this;

        public void Prepare(BlockCall call)
        {
            if (CannotOpen) throw new OperationException("SessionFailed", OperationCategory.ResourceUnavailable, null, "no");
        }

        public BlockResult Invoke(BlockCall call, CancellationToken stop)
        {
            Ran.Add(call.Code);
            if (call.Code == Changes)
            {
                var pending = OperationScope.Current!.Sink!.Changing(new Change { Command = "Set-X", Cluster = call.Cluster, Kind = "Node", Name = "w1", Verb = "patch" });
                pending.Made();
                pending.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }

            return call.Code == Fails ? new BlockResult { Failed = true, Errors = [new BlockError("no", OperationCategory.InvalidOperation)] } : new BlockResult { Output = [true] };
        }

        public string? AskParameter(RunbookParameter parameter, string why) => null;

        public RunAnswer? Ask(string caption, string question, IReadOnlyList<RunAnswer> answers) => null;

        public void Tell(string text)
        {
        }

        public void Warn(string text)
        {
        }

        public void Dispose()
        {
        }
    }
}
