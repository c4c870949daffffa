using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using K8sOps.Kubernetes;

namespace K8sOps.Engine;

/// <summary>
/// The base of every command. It lets a cmdlet be written as one asynchronous method, and pumps what that method writes on the
/// pipeline thread, where alone the engine allows it. Stopping, a downstream command that has enough, and an answer that ends
/// the pipeline all cancel the work and wait for it before the engine's exception goes on.
/// </summary>
public abstract class K8sCmdlet : PSCmdlet, IDisposable
{
    /// <summary>How long a cancelled operation may take to come to rest; the engine waits for us meanwhile.</summary>
    private static readonly TimeSpan s_unwind = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_progressDelay = TimeSpan.FromMilliseconds(700);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<PendingChange> _changes = new();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly HashSet<string> _bars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OperationProgress> _early = new(StringComparer.Ordinal);
    private OperationScope? _scope;
    private bool _yesToAll;
    private bool _noToAll;
    private volatile bool _interrupted;
    private bool _disposed;

    /// <summary>The state of the runspace that this command runs in.</summary>
    internal CommandSession Session { get; private set; } = null!;

    /// <summary>The command's name, such as <c>Get-K8sPod</c>.</summary>
    internal string CommandName => MyInvocation.MyCommand?.Name is { Length: > 0 } name ? name : GetType().Name;

    /// <summary>
    /// True when nothing will be changed, known before anyone is asked: what then forbids the change is told with it, and is no error,
    /// since a step before may clear it away when it is meant.
    /// </summary>
    internal bool IsWhatIf { get; private set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        Session = CommandSession.Current;
        _scope = OperationScope.Current;
        IsWhatIf = _scope?.IsRehearsal == true || (MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : GetVariableValue("WhatIfPreference")) is true or SwitchParameter { IsPresent: true };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (this is IKindGuarded guarded && !string.IsNullOrEmpty(guarded.Kind) && !guarded.Takes(guarded.Kind))
        {
            WriteError(ErrorRecords.From(new OperationException("KindMismatch", OperationCategory.InvalidArgument, guarded.Kind,
                $"{CommandName} works on a {guarded.ExpectedKind} and was handed a {guarded.Kind} through the pipeline; nothing was done with it.")));
            return;
        }

        Pump(ProcessAsync);
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Pump(EndAsync);

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _interrupted = true;
        _stop.Cancel();
    }

    /// <summary>What the command does for one pipeline object (once without a pipeline). Runs on the thread pool.</summary>
    internal abstract Task ProcessAsync(CommandContext c);

    /// <summary>What the command does when its input has ended.</summary>
    internal virtual Task EndAsync(CommandContext c) => Task.CompletedTask;

    /// <summary>Announces a change to the surrounding run, if there is one, and remembers it for what is said after Ctrl+C.</summary>
    internal PendingChange Announce(Change change)
    {
        var outer = _scope?.Sink?.Changing(change);
        var pending = new PendingChange(change, async ended =>
        {
            if (outer is null) return;
            if (ended.Outcome == ChangeOutcome.Made) outer.Made(ended.After);
            else if (ended.Outcome == ChangeOutcome.Refused) outer.Refused(ended.Error ?? "");
            await outer.DisposeAsync().ConfigureAwait(false);
        });
        _changes.Enqueue(pending);
        return pending;
    }

    /// <summary>Has a warning written down by the surrounding run, if there is one: what was let pass belongs into its record.</summary>
    internal void Record(string warning) => _scope?.Sink?.Warn(warning);

    /// <summary>Asks, or tells what would be done; the details (a field that changes, each) stand in both.</summary>
    internal Consent AskConsent(string target, string action, IReadOnlyList<string> details, bool isDisruptive = false)
    {
        var lines = string.Concat(details.Select(d => "\n  " + d));
        var description = $"Performing the operation \"{action}\" on target \"{target}\".{lines}";
        if (_scope?.IsRehearsal == true)
        {
            Host.UI.WriteLine("What if: " + description);
            return Consent.WhatIf;
        }

        const string caption = "Are you sure you want to perform this action?";
        var question = $"{action}\n{target}{lines}";
        var yes = ShouldProcess(description, question, caption, out var reason);
        if (yes && isDisruptive && AsksForHighImpactOnly()) yes = ShouldContinue(question, caption, ref _yesToAll, ref _noToAll);
        return yes ? Consent.Yes : reason == ShouldProcessReason.WhatIf ? Consent.WhatIf : Consent.No;
    }

    /// <summary>Whether a question of medium impact was passed over that one of high impact would not have been: as the session and <c>-Confirm</c> have it.</summary>
    private bool AsksForHighImpactOnly()
        => !MyInvocation.BoundParameters.ContainsKey("Confirm") && GetVariableValue("ConfirmPreference")?.ToString() == nameof(ConfirmImpact.High);

    internal void ShowProgress(OperationProgress report)
    {
        _early.Remove(report.Activity);
        if (report.Completed && !_bars.Remove(report.Activity)) return;
        if (!report.Completed && TimeProvider.System.GetElapsedTime(_started) < s_progressDelay)
        {
            // What is over within a second needs no bar; what is not has one then, also when nothing more is heard of it.
            _early[report.Activity] = report;
            return;
        }

        if (!report.Completed) _bars.Add(report.Activity);
        WriteProgress(new ProgressRecord(StringComparer.Ordinal.GetHashCode(report.Activity) & 0x7fffffff, report.Activity, report.Status.Length == 0 ? " " : report.Status)
        {
            PercentComplete = report.Percent is { } p ? (int)Math.Clamp(p, 0, 100) : -1,
            RecordType = report.Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    private void Pump(Func<CommandContext, Task> work)
    {
        var channel = Channel.CreateBounded<HostRequest>(new BoundedChannelOptions(256) { SingleReader = true });
        var context = new CommandContext(this, channel.Writer, _stop.Token);
        var worker = Task.Run(() => RunAsync(work, context, channel.Writer));
        try
        {
            while (Wait(channel.Reader))
            {
                while (channel.Reader.TryRead(out var request)) request.Execute(this);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || _stop.IsCancellationRequested)
        {
            // The engine wants us to end: Ctrl+C, Select-Object -First, -ErrorAction Stop, "Halt" at a prompt.
            _stop.Cancel();
            EndStopped(worker);
            if (e is OperationCanceledException) throw new PipelineStoppedException();
            throw;
        }
        finally
        {
            foreach (var bar in _bars.ToArray()) TryCompleteBar(bar);
        }

        if (_stop.IsCancellationRequested)
        {
            EndStopped(worker);
            throw new PipelineStoppedException();
        }

        Finish(worker);
    }

    private bool Wait(ChannelReader<HostRequest> reader)
    {
        var wait = reader.WaitToReadAsync(_stop.Token);
        if (wait.IsCompleted) return wait.Result;
        var next = wait.AsTask();
        if (_early.Count > 0)
        {
            var left = s_progressDelay + TimeSpan.FromMilliseconds(20) - TimeProvider.System.GetElapsedTime(_started);
            if (left <= TimeSpan.Zero || !((IAsyncResult)next).AsyncWaitHandle.WaitOne(left)) ShowEarly();
        }

        return next.GetAwaiter().GetResult();
    }

    private void ShowEarly()
    {
        foreach (var report in _early.Values.ToArray()) ShowProgress(report);
    }

    private static async Task RunAsync(Func<CommandContext, Task> work, CommandContext context, ChannelWriter<HostRequest> writer)
    {
        KubeObserver.Current = context;
        try
        {
            await work(context).ConfigureAwait(false);
        }
        finally
        {
            writer.Complete();
        }
    }

    /// <summary>What escapes a command makes the whole call meaningless: one terminating error with an id of ours.</summary>
    private void Finish(Task worker)
    {
        try
        {
            worker.GetAwaiter().GetResult();
        }
        catch (OperationException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (KubeException e)
        {
            ThrowTerminatingError(ErrorRecords.From(OperationErrors.From(e, "the cluster", "run " + CommandName)));
        }
    }

    private void EndStopped(Task worker)
    {
        try
        {
            AwaitEnd(worker);
        }
        finally
        {
            // Also when the work ended with a fault of its own: what it had changed is not lost over it.
            SayWhatChanged();
        }
    }

    private void AwaitEnd(Task worker)
    {
        try
        {
            if (worker.Wait(s_unwind)) return;
            Host.UI.WriteWarningLine($"{CommandName} was stopped, and part of its work has not ended {s_unwind.TotalSeconds:0} s later; it goes on in this process.");
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.All(i => i is OperationCanceledException or ChannelClosedException or KubeException or OperationException))
        {
            // That is how cancelled work ends; what it had changed is told by SayWhatChanged.
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>After a stop the pipeline takes nothing any more; the host's warning line does.</summary>
    private void SayWhatChanged()
    {
        foreach (var warning in StoppedWork.Warnings(CommandName, _changes, _interrupted)) Host.UI.WriteWarningLine(warning);
    }

    private void TryCompleteBar(string activity)
    {
        try
        {
            ShowProgress(new OperationProgress(activity, "", Completed: true));
        }
        catch (PipelineStoppedException)
        {
            // After a stop the engine takes the bars away by itself.
            _bars.Remove(activity);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the command holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed) return;
        _disposed = true;
        if (disposing) _stop.Dispose();
    }
}
