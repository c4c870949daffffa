using System.Globalization;
using System.Threading.Channels;
using K8sOps.Kubernetes;

namespace K8sOps.Engine;

/// <summary>What a command's asynchronous code works with: it writes, asks and tells from any thread; the pipeline thread carries it out.</summary>
internal sealed class CommandContext : IOperationSink, IKubeObserver
{
    private readonly K8sCmdlet _cmdlet;
    private readonly ChannelWriter<HostRequest> _requests;
    private readonly Lock _progressGate = new();
    private readonly Dictionary<string, long> _lastProgress = new(StringComparer.Ordinal);

    public CommandContext(K8sCmdlet cmdlet, ChannelWriter<HostRequest> requests, CancellationToken stop)
    {
        _cmdlet = cmdlet;
        _requests = requests;
        Stop = stop;
        Operation = new OperationContext(cmdlet.CommandName, this);
    }

    /// <summary>Cancelled when the pipeline stops.</summary>
    public CancellationToken Stop { get; }

    /// <summary>What services are handed.</summary>
    public OperationContext Operation { get; }

    public CommandSession Session => _cmdlet.Session;

    /// <summary>True under <c>-WhatIf</c> and in a rehearsal, known before anyone is asked.</summary>
    public bool IsWhatIf => _cmdlet.IsWhatIf;

    public ValueTask WriteAsync(object value) => _requests.WriteAsync(new HostRequest.Output(value), Stop);

    /// <summary>A non-terminating error about one object.</summary>
    public ValueTask WriteErrorAsync(OperationException error) => _requests.WriteAsync(new HostRequest.Error(ErrorRecords.From(error)), Stop);

    /// <summary>The same from code that cannot await.</summary>
    public void Error(OperationException error) => Tell(new HostRequest.Error(ErrorRecords.From(error)));

    /// <summary>
    /// Asks once for one object; the target is its full name. The details are further lines of the question and of what
    /// <c>-WhatIf</c> tells: what a dry run has found, a field each.
    /// </summary>
    public Task<Consent> ConfirmAsync(string target, string action, params IReadOnlyList<string> details) => ConfirmAsync(target, action, isDisruptive: false, details);

    /// <summary>The same, where a parameter makes a harmless command a disruptive one: it then asks like one of high impact.</summary>
    public async Task<Consent> ConfirmAsync(string target, string action, bool isDisruptive, IReadOnlyList<string> details)
    {
        var answer = new TaskCompletionSource<Consent>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _requests.WriteAsync(new HostRequest.Confirm(target, action, details, isDisruptive, answer), Stop).ConfigureAwait(false);
        return await answer.Task.WaitAsync(Stop).ConfigureAwait(false);
    }

    public void Report(OperationProgress progress)
    {
        lock (_progressGate)
        {
            // At most ten a second of each bar: one that flickers tells nothing, and each report costs the pipeline thread.
            var isKnown = _lastProgress.TryGetValue(progress.Activity, out var last);
            if (!progress.Completed && isKnown && TimeProvider.System.GetElapsedTime(last) < TimeSpan.FromMilliseconds(100)) return;
            if (progress.Completed) _lastProgress.Remove(progress.Activity);
            else _lastProgress[progress.Activity] = TimeProvider.System.GetTimestamp();
        }

        Tell(new HostRequest.Progress(progress));
    }

    public void Note(string text) => Tell(new HostRequest.Verbose(text));

    public void Warn(string text)
    {
        _cmdlet.Record(text);
        Tell(new HostRequest.Warning(text));
    }

    public PendingChange Changing(Change change) => _cmdlet.Announce(change);

    public void Requested(string method, string pathAndQuery, int statusCode, TimeSpan elapsed)
        => Tell(new HostRequest.Debug(string.Create(CultureInfo.InvariantCulture,
            $"{method} {pathAndQuery} -> {(statusCode == 0 ? "no answer" : statusCode.ToString(CultureInfo.InvariantCulture))} in {elapsed.TotalMilliseconds:0} ms")));

    public void Decided(string message) => Tell(new HostRequest.Verbose(message));

    public void Warned(string text)
    {
        if (Session.IsNewWarning(text)) Warn(text);
    }

    /// <summary>Hands a message over, waiting while the pipeline is behind; after a stop there is nobody to tell.</summary>
    private void Tell(HostRequest request)
    {
        if (_requests.TryWrite(request) || Stop.IsCancellationRequested) return;
        try
        {
            _requests.WriteAsync(request, Stop).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            // Stopped meanwhile, or the command's work is over and a background connection still had something to say.
        }
    }
}
