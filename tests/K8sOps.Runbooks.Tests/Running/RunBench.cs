using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Tests.Running;

/// <summary>A run with a journal in a folder of its own, an engine and a person.</summary>
internal sealed class RunBench : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "k8sops-run-" + Guid.NewGuid().ToString("n"));

    public RunBench(params RunAnswer[] answers)
    {
        Person = new ScriptedOperator(answers);
        Store = new RunStore(_root);
    }

    public JumpingClock Clock { get; } = new();

    public ScriptedEngine Engine { get; } = new();

    public ScriptedOperator Person { get; set; }

    public RunStore Store { get; }

    public CancellationTokenSource First { get; } = new();

    public CancellationTokenSource Second { get; } = new();

    public bool Unattended { get; init; }

    public FailurePolicy OnFailure { get; init; }

    public string? Run { get; private set; }

    public IReadOnlyList<RunEvent> Events => Store.Read(Run!).Events;

    public RunState State => Store.Read(Run!).State;

    public static RunbookStep Step(string title, string? action = null, string? verify = "ok", string? rollback = null, int number = 0, string? procedure = null) => new()
    {
        Id = title.ToLowerInvariant().Replace(' ', '-'),
        Title = title,
        Action = action ?? "do " + title,
        Verify = verify,
        Rollback = rollback,
        Number = number,
        Procedure = procedure,
        Section = procedure is null ? RunbookSection.Unknown : RunbookSection.Procedure,
    };

    public static Change Change(string command, string name, string? compensation = null) => new() { Command = command, Cluster = "infra", Kind = "Node", Name = name, Verb = "patch", Compensation = compensation };

    /// <summary>A change of a workload's replicas, as <c>Set-K8sWorkload</c> makes it.</summary>
    public static Change Replicas(int before, int after) => new()
    {
        Command = "Set-K8sWorkload",
        Cluster = "infra",
        Kind = "Deployment",
        Name = "podinfo",
        Verb = "scale",
        Fields = [new ChangedField(".spec.replicas", $"{before}", $"{after}")],
        Compensation = $"Set-K8sWorkload -Name podinfo -Replicas {before}",
    };

    /// <summary>A block that makes changes as a command does: announced to the scope that it runs in.</summary>
    public static Func<BlockCall, BlockResult> Makes(params Change[] changes) => _ =>
    {
        foreach (var change in changes)
        {
            var pending = OperationScope.Current!.Sink!.Changing(change with { Fields = [.. change.Fields.Select(f => f with { After = null })] });
            pending.Made(change.Fields);
            pending.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        return new BlockResult();
    };

    public RunPlan Plan(params RunbookStep[] steps) => RunPlanner.Plan(new PlanRequest { Steps = steps, Cluster = "infra", Unattended = Unattended });

    public IReadOnlyList<StepResult> Invoke(params RunbookStep[] steps) => Invoke(Plan(steps));

    public IReadOnlyList<StepResult> Invoke(RunPlan plan)
    {
        Run = Store.NewId(plan.Runbook, Clock);
        using var journal = Store.Create(new RunStarted
        {
            Run = Run,
            Host = "here",
            Cluster = "infra",
            ModuleVersion = "1",
            Unattended = Unattended,
            Steps = [.. plan.Items.Select(i => new PlannedStep { Key = i.Key, Step = i.Step, Group = i.Group })],
        }, null, Clock);
        return Runner(journal).Run(plan);
    }

    public IReadOnlyList<StepResult> Rehearse(params RunbookStep[] steps) => Runner(null).Run(Plan(steps));

    /// <summary>Another process goes on with the run.</summary>
    public IReadOnlyList<StepResult> Resume(bool takesBack = false)
    {
        var state = State;
        var plan = RunPlanner.Restore(state, Unattended, []);
        using var journal = Store.Reopen(Run!, Clock);
        journal.Append(new RunResumed { Host = "there" });
        return takesBack ? Runner(journal).TakeBack(plan, state) : Runner(journal).Resume(plan, state);
    }

    /// <summary>Goes on with the run of another bench, with this one's engine and person.</summary>
    public IReadOnlyList<StepResult> ResumeFrom(RunBench other)
    {
        var state = other.State;
        using var journal = other.Store.Reopen(other.Run!, Clock);
        return Runner(journal).Resume(RunPlanner.Restore(state, Unattended, []), state);
    }

    /// <summary>Leaves the journal as it would be when the process was killed right after the first events.</summary>
    public void CutAfter(Func<RunEvent, bool> last)
    {
        var count = Events.ToList().FindIndex(e => last(e)) + 1;
        Assert.True(count > 0);
        var file = Path.Combine(_root, Run!, "journal.jsonl");
        File.WriteAllText(file, string.Concat(File.ReadAllLines(file).Take(count).Select(l => l + "\n")));
    }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
        if (Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }

    private RunbookRunner Runner(RunJournal? journal) => new(Engine, Person, journal, new RunSettings
    {
        Cluster = "infra",
        Clock = Clock,
        Unattended = Unattended,
        OnFailure = OnFailure,
        Stop = First.Token,
        SecondStop = Second.Token,
    });
}
