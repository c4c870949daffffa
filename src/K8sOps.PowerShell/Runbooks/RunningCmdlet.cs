using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Runbooks.Running;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

/// <summary>
/// A command that runs steps. Unlike other commands it works on the pipeline thread itself: the steps run in a runspace on that thread,
/// and the operator is asked there, also after Ctrl+C.
/// </summary>
[Permission("namespaces", "get")]
[Permission("selfsubjectreviews.authentication.k8s.io", "create")]
public abstract class RunningCmdlet : RunbookCmdlet
{
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();
    private readonly Lock _gate = new();
    private IRunEngine? _engine;
    private IDisposable? _cancelKey;
    private bool _over;
    private RunState? _ended;

    [Parameter]
    public SwitchParameter Unattended { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephGateCompleter))]
    public string[]? SkipGate { get; set; }

    internal override Task ProcessAsync(CommandContext c) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Nothing runs before the whole input is there.
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IReadOnlyList<StepResult> results;
        try
        {
            _engine = RunEngines.Get();
            results = Execute(_engine);
        }
        catch (OperationException e)
        {
            if (_first.IsCancellationRequested)
            {
                // The pipeline takes nothing any more.
                Host.UI.WriteWarningLine(e.Message);
                throw new PipelineStoppedException();
            }

            ThrowTerminatingError(ErrorRecords.From(e));
            return;
        }
        catch (KubeException e)
        {
            ThrowTerminatingError(ErrorRecords.From(OperationErrors.From(e, "the cluster", "run " + CommandName)));
            return;
        }

        if (_first.IsCancellationRequested) throw new PipelineStoppedException();
        foreach (var result in results) WriteObject(result);
        if (RunFailure.Of(results, _ended, TakesBack) is { } failed) WriteError(ErrorRecords.From(failed));
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        lock (_gate)
        {
            if (_over) return;
            // The engine tells of the first Ctrl+C only.
            _cancelKey ??= _engine?.OnNextCancelKey(_second.Cancel);
        }

        _first.Cancel();
    }

    /// <summary>Runs what the command is for, on the pipeline thread.</summary>
    private protected abstract IReadOnlyList<StepResult> Execute(IRunEngine engine);

    /// <summary>Whether the run is to be taken back, rather than to succeed.</summary>
    private protected virtual bool TakesBack => false;

    /// <summary>Cancelled by Ctrl+C.</summary>
    private protected CancellationToken FirstStop => _first.Token;

    /// <summary>Whether nothing is to be changed: <c>-WhatIf</c>, or a rehearsal around this command.</summary>
    private protected bool IsRehearsal
        => OperationScope.Current?.IsRehearsal == true
            || (MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound) ? bound is SwitchParameter { IsPresent: true } : GetVariableValue("WhatIfPreference") is { } preference && IsTrue(preference));

    /// <summary>Runs a plan, or rehearses it, or goes on with it.</summary>
    private protected IReadOnlyList<StepResult> Walk(IRunEngine engine, IRunOperator person, RunSettings settings, RunJournal? journal, IReadOnlyList<string> skipGate, Func<RunbookRunner, IReadOnlyList<StepResult>> walk)
    {
        using var blocks = Open(engine, settings, skipGate);
        return Walk(blocks, person, settings, journal, walk);
    }

    /// <summary>The same in a session that is open, keeping what the journal came to.</summary>
    private protected IReadOnlyList<StepResult> Walk(IBlockEngine blocks, IRunOperator person, RunSettings settings, RunJournal? journal, Func<RunbookRunner, IReadOnlyList<StepResult>> walk)
    {
        var results = walk(new RunbookRunner(blocks, person, journal, settings));
        _ended = journal is null ? null : RunState.Of(journal.Events);
        return results;
    }

    /// <summary>What runs the blocks of a run.</summary>
    private protected IBlockEngine Open(IRunEngine engine, RunSettings settings, IReadOnlyList<string> skipGate) => engine.Open(new RunEngineOptions
    {
        Host = Host,
        Module = File.Exists(ModuleFiles.Manifest) ? ModuleFiles.Manifest : GetType().Assembly.Location,
        Unattended = settings.Unattended,
        SkipGate = skipGate,
        Preferences = Preferences(),
    });

    /// <summary>The settings of a run on that cluster.</summary>
    private protected RunSettings Settings(Cluster cluster, bool unattended, FailurePolicy onFailure) => new()
    {
        Cluster = cluster.Context,
        Clock = cluster.Clock,
        Unattended = unattended,
        OnFailure = onFailure,
        Stop = _first.Token,
        SecondStop = _second.Token,
    };

    /// <summary>Who runs it, and on which cluster, as the cluster says.</summary>
    private protected ClusterIdentity Identity(Cluster cluster)
    {
        // Told from wherever the answers come in, and written here, where alone it may be.
        var notes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var identity = new IdentityService(cluster).ReadAsync(notes.Enqueue, _first.Token).GetAwaiter().GetResult();
        foreach (var note in notes) WriteVerbose(note);
        return identity;
    }

    /// <summary>The event that a run begins with.</summary>
    private protected RunStarted Started(RunStore store, RunPlan plan, Cluster cluster, bool unattended, IReadOnlyList<string> skipGate)
    {
        var identity = Identity(cluster);
        return new RunStarted
        {
            Run = store.NewId(plan.Runbook, cluster.Clock),
            Runbook = plan.Runbook,
            Actor = identity.Actor,
            ClusterUid = identity.ClusterUid,
            Host = Environment.MachineName,
            User = Environment.UserName,
            Cluster = cluster.Context,
            ModuleVersion = GetType().Assembly.GetName().Version?.ToString(3) ?? "",
            Unattended = unattended,
            SkipGate = skipGate,
            Parameters = plan.Items.SelectMany(i => i.Step.Arguments).GroupBy(a => a.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => string.Join(", ", g.Select(a => JournalText.Of(a.Value)).Distinct(StringComparer.Ordinal)), StringComparer.OrdinalIgnoreCase),
            Steps = [.. plan.Items.Select(i => new PlannedStep { Key = i.Key, Step = i.Step, Group = i.Group })],
        };
    }

    /// <summary>Writes down which gates are passed over; a gate that is never asked would leave no trace.</summary>
    private protected static void Note(RunJournal journal, IEnumerable<string> gates)
    {
        foreach (var gate in gates) journal.Append(new NoteWritten(null, $"The gate {gate} is passed over: -SkipGate."));
    }

    /// <summary>Refuses a run that would have to ask where nobody can be asked.</summary>
    private protected static void CheckPrompt(IRunOperator person)
    {
        if (!person.CanAsk)
        {
            throw new OperationException("PromptNeeded", OperationCategory.InvalidOperation, null,
                "A run asks before each step, and this session cannot ask: it has no terminal, or was started with -NonInteractive. Nothing was run.", "Add -Unattended, which runs on and stops at the first failure.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_gate)
            {
                _over = true;
                _cancelKey?.Dispose();
            }

            _first.Dispose();
            _second.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsTrue(object value) => value is true or SwitchParameter { IsPresent: true } || (value is string text && text.Length > 0);

    /// <summary>Progress, verbose and debug as the caller has them; nothing else of the session reaches a run.</summary>
    private Dictionary<string, object> Preferences()
    {
        var preferences = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in (string[])["ProgressPreference", "VerbosePreference"])
        {
            if (GetVariableValue(name) is { } value) preferences[name] = value;
        }

        if (MyInvocation.BoundParameters.TryGetValue("Verbose", out var verbose)) preferences["VerbosePreference"] = verbose is SwitchParameter { IsPresent: true } ? ActionPreference.Continue : ActionPreference.SilentlyContinue;
        return preferences;
    }
}
