using System.Collections;
using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

/// <summary>A command that begins a run.</summary>
public abstract class InvokingCmdlet : RunningCmdlet
{
    private readonly Dictionary<string, Runbook?> _books = new(StringComparer.Ordinal);

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ClusterCompleter))]
    public string? Cluster { get; set; }

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    [Parameter]
    public FailurePolicy OnFailure { get; set; }

    /// <summary>Plans steps and runs them, or rehearses them.</summary>
    private protected IReadOnlyList<StepResult> Run(IRunEngine engine, IReadOnlyList<RunbookStep> steps, string[]? procedures, string[]? selection)
    {
        var input = new RunInput(Parameter);
        var unattended = Unattended.IsPresent || input.IsOn("Unattended");
        var onFailure = MyInvocation.BoundParameters.ContainsKey(nameof(OnFailure)) ? OnFailure : input.OnFailure ?? OnFailure;
        var skipGate = Gates.Named(SkipGate ?? input.Texts("SkipGate"));
        var isRehearsal = IsRehearsal;
        var person = engine.Operator(Host);
        var cluster = Session.Clusters.Open(Session.Clusters.ResolveOne(Cluster ?? input.Text("Cluster") ?? OfSteps(steps), Session.ChosenCluster));
        var plan = RunPlanner.Plan(new PlanRequest
        {
            Steps = steps,
            Cluster = cluster.Context,
            Arguments = input.Arguments,
            Procedures = procedures ?? [],
            Named = [.. (procedures ?? []).Concat(input.Texts("Procedure"))],
            Selection = selection ?? input.Texts("Step"),
            Unattended = unattended,
            IsRehearsal = isRehearsal,
            Runbook = Book,
        }, unattended || !person.CanAsk ? null : person.AskParameter);

        if (!isRehearsal && !unattended) CheckPrompt(person);
        person.Tell($"{(isRehearsal ? "What if: Rehearsing" : "Running")} {plan}:");
        foreach (var line in plan.Lines()) person.Tell("  " + line);
        var settings = Settings(cluster, unattended, onFailure);
        if (isRehearsal) return Walk(engine, person, settings, null, skipGate, r => r.Run(plan));
        if (!ShouldProcess($"Running {plan}", $"Run {plan}?", "Are you sure you want to perform this action?", out _)) return [];

        // Before there is a journal: a session that cannot be opened is no run that was interrupted.
        using var blocks = Open(engine, settings, skipGate);
        blocks.Prepare(new BlockCall { Code = "", Cluster = cluster.Context, Arguments = plan.Items[0].Step.Arguments });
        var store = new RunStore(RunStore.DefaultRoot());
        using var journal = store.Create(Started(store, plan, cluster, unattended, skipGate), Books(plan), cluster.Clock);
        Note(journal, skipGate);
        foreach (var step in plan.LeftOut) journal.Append(new NoteWritten(null, RunPlan.Absence(step)));
        person.Tell($"The run is {journal.Run}; its journal is in {journal.Folder}.");
        return Walk(blocks, person, settings, journal, r => r.Run(plan));
    }

    /// <summary>The cluster that findings brought; what else is meant for another one is refused by the plan.</summary>
    private static string? OfSteps(IReadOnlyList<RunbookStep> steps) => steps.Select(s => s.Cluster).FirstOrDefault(c => c is not null);

    private List<Runbook> Books(RunPlan plan) => [.. plan.Items.Select(i => Book(i.Step)).OfType<Runbook>().Distinct()];

    /// <summary>The runbook that a step was read from: as it was read, or the step says something that is no longer written.</summary>
    private Runbook? Book(RunbookStep step)
    {
        if (step.Path is not { } path || step.Runbook is not { } name) return null;
        if (_books.TryGetValue(path, out var known)) return known;
        var reading = new RunbookLibrary([path]).Get(name);
        if (step.Hash is not null && reading.Runbook.Hash != step.Hash)
        {
            throw new OperationException("RunbookChanged", OperationCategory.InvalidData, path, $"{path} was changed since its steps were read. Nothing was run.", $"Get-RunbookStep {name} | Invoke-RunbookStep");
        }

        RunbookGuard.Check(reading);
        return _books[path] = reading.Runbook;
    }
}
