using System.Management.Automation;
using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsLifecycle.Resume, "RunbookRun", SupportsShouldProcess = true)]
[OutputType(typeof(StepResult))]
public sealed class ResumeRunbookRunCommand : RunningCmdlet
{
    private readonly List<string> _runs = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.RunCompleter))]
    public string Run { get; set; } = "";

    [Parameter]
    public SwitchParameter Rollback { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.ProcedureCompleter))]
    public string[]? Procedure { get; set; }

    [Parameter]
    public FailurePolicy OnFailure { get; set; }

    private protected override bool TakesBack => Rollback.IsPresent;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The results of a run's steps name it once each.
        if (!_runs.Contains(Run, StringComparer.Ordinal)) _runs.Add(Run);
    }

    private protected override IReadOnlyList<StepResult> Execute(IRunEngine engine)
    {
        // Nothing came through the pipeline: there is nothing to resume.
        if (_runs.Count == 0) return [];
        if (_runs.Count > 1)
        {
            throw new OperationException("SeveralRuns", OperationCategory.InvalidArgument, null,
                $"Resume-RunbookRun goes on with one run at a time, and {_runs.Count} came: {string.Join(", ", _runs)}. Nothing was run.", $"Resume-RunbookRun {_runs[0]}");
        }

        var added = Gates.Named(SkipGate ?? []);
        var store = new RunStore(RunStore.DefaultRoot());
        var record = store.Read(Run);
        var state = record.State;
        var isRehearsal = IsRehearsal;
        var person = engine.Operator(Host);
        CheckEnding(state);
        if (!isRehearsal && !Unattended.IsPresent) CheckPrompt(person);

        var cluster = Session.Clusters.Open(Session.Clusters.ResolveOne(state.Start.Cluster, null));
        var identity = Identity(cluster);
        if (identity.ClusterUid is { } uid && state.Start.ClusterUid is { } before && uid != before)
        {
            throw new OperationException("ClusterChanged", OperationCategory.InvalidOperation, cluster.Context,
                $"The run {Run} was begun on the cluster {before}, and the context {cluster.Context} now leads to {uid}. Nothing was run.", "Get-K8sCluster");
        }

        var plan = RunPlanner.Restore(state, Unattended.IsPresent && !Rollback.IsPresent, Procedure ?? []);
        var settings = Settings(cluster, Unattended.IsPresent, OnFailure);
        // Those that the run began with hold for all of it.
        var skipGate = state.Start.SkipGate.Union(added, StringComparer.OrdinalIgnoreCase).ToList();
        Tell(person, record, plan, isRehearsal);
        if (skipGate.Count > 0) person.Tell($"  gates that are passed over: {string.Join(", ", skipGate)}");
        if (isRehearsal) return Rollback.IsPresent ? [] : Walk(engine, person, settings, null, skipGate, r => r.Resume(plan, state));
        if (!ShouldProcess($"Resuming {Run}: {plan}", $"{(Rollback.IsPresent ? "Take back" : "Resume")} {Run}?", "Are you sure you want to perform this action?", out _)) return [];
        if (Rollback.IsPresent && !Unattended.IsPresent && person.Ask(Run, "Take back what is pending?", [RunAnswer.RollBack, RunAnswer.Leave]) != RunAnswer.RollBack) return [];

        using var journal = store.Reopen(Run, cluster.Clock);
        // Until the lock was ours another process may have gone on with it: what holds is what the journal says now.
        state = RunState.Of(journal.Events);
        CheckEnding(state);
        plan = RunPlanner.Restore(state, Unattended.IsPresent && !Rollback.IsPresent, Procedure ?? []);
        if (!Rollback.IsPresent) RunPlanner.CheckReadable(state);
        journal.Append(new RunResumed { Actor = identity.Actor, Host = Environment.MachineName, Unclear = journal.Cut is null ? state.Unclear : [journal.Cut, .. state.Unclear] });
        Note(journal, added.Except(state.Start.SkipGate, StringComparer.OrdinalIgnoreCase));
        return Walk(engine, person, settings, journal, skipGate, r => Rollback.IsPresent ? r.TakeBack(plan, state) : r.Resume(plan, state));
    }

    private void CheckEnding(RunState state)
    {
        if (Rollback.IsPresent)
        {
            if (state.PendingRollbacks.Count > 0) return;
            throw new OperationException("NothingToRollBack", OperationCategory.InvalidOperation, Run, $"Nothing of the run {Run} is left to be taken back.", $"Get-RunbookRun {Run}");
        }

        if (!state.IsOver) return;
        var standing = state.StandingChanges.Count == 0 ? "" : $"; what stays of it: {string.Join(" | ", state.StandingChanges)}";
        throw new OperationException("RunOver", OperationCategory.InvalidOperation, Run,
            $"The run {Run} is over: {(state.Ending == RunEnding.Succeeded ? "it has succeeded" : $"it was taken back{(state.PendingRollbacks.Count == 0 ? " as far as it was pending" : " in part")}{standing}")}. Begin a new one.",
            state.PendingRollbacks.Count > 0 && state.Ending != RunEnding.Succeeded ? $"Resume-RunbookRun {Run} -Rollback" : $"Export-RunbookReport {Run}");
    }

    private void Tell(IRunOperator person, RunRecord record, RunPlan plan, bool isRehearsal)
    {
        person.Tell($"{(isRehearsal ? "What if: Resuming" : "Resuming")} {Run}: {plan}:");
        foreach (var item in plan.Items)
        {
            var step = record.State.Step(item.Key);
            person.Tell($"  {item.Step.Title}: {(step.Outcome is { } outcome ? outcome.ToString() : step.Progress == RunProgress.Started ? "begun, and not ended" : "to be done")}");
        }

        foreach (var unclear in record.Unclear) person.Warn(unclear);
        foreach (var pending in record.State.PendingRollbacks.Reverse()) person.Tell($"  to be taken back: {pending.Code.Trim()}");
    }
}
