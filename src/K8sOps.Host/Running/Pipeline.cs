using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>Runs commands one into the other, on one thread.</summary>
internal sealed class Pipeline(CommandHost host, CommandOutput output)
{
    private readonly List<PipelineCommand> _commands = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile bool _stopping;
    private Exception? _failure;
    private PipelineCommand? _writer;

    public CommandOutput Output => output;

    public bool IsStopping => _stopping;

    public PipelineEnd Run(IReadOnlyList<CommandCall> calls, IEnumerable<object?>? input, CancellationToken stop)
    {
        try
        {
            Prepare(calls, expectsInput: input is not null);
            using var registration = stop.Register(Stop);
            Execute(input);
        }
        catch (PipelineStoppedException)
        {
            // Either a command failed (and said so), or the pipeline was stopped from outside.
        }
        catch (RuntimeException e)
        {
            _failure ??= e;
        }
        finally
        {
            foreach (var command in _commands) command.Dispose();
        }

        return _failure is null ? new PipelineEnd(null, null, _stopping) : new PipelineEnd(((IContainsErrorRecord)_failure).ErrorRecord, _failure, _stopping);
    }

    /// <summary>Notes what ends the pipeline, and gives what is thrown through the commands for it.</summary>
    public PipelineStoppedException Fail(RuntimeException failure)
    {
        _failure ??= failure;
        return new PipelineStoppedException();
    }

    /// <summary>Runs a phase of a command, which alone may write meanwhile.</summary>
    public void RunPhase(PipelineCommand command, Action phase)
    {
        var before = _writer;
        _writer = command;
        try
        {
            phase();
        }
        finally
        {
            _writer = before;
        }
    }

    /// <summary>The engine's rule: only on the pipeline's thread, and only from within Begin-, Process- or EndProcessing.</summary>
    public void CheckMayWrite(PipelineCommand command)
    {
        if (_stopping) throw new PipelineStoppedException();
        if (_writer == command && Environment.CurrentManagedThreadId == _thread) return;
        throw new PSInvalidOperationException(
            "The WriteObject and WriteError methods cannot be called from outside the overrides of the BeginProcessing, ProcessRecord, and EndProcessing methods, and they can only be called from within the same thread. Validate that the cmdlet makes these calls correctly, or contact Microsoft Customer Support Services.");
    }

    public PipelineCommand? After(PipelineCommand command)
    {
        var next = _commands.IndexOf(command) + 1;
        return next < _commands.Count ? _commands[next] : null;
    }

    private void Prepare(IReadOnlyList<CommandCall> calls, bool expectsInput)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var description = host.Find(calls[i].Name) ?? throw new CommandNotFoundException(calls[i].Name);
            _commands.Add(new PipelineCommand(this, description, calls[i], i + 1, calls.Count, expectsInput || i > 0, host.Preferences));
        }

        foreach (var command in _commands) command.Bind();
    }

    private void Execute(IEnumerable<object?>? input)
    {
        var last = 0;
        try
        {
            foreach (var command in _commands) command.Begin();
            if (input is null) _commands[0].ProcessOnce();
            else foreach (var value in input) _commands[0].Accept(value);
        }
        catch (StopUpstreamException e)
        {
            // Those before the one that has enough are not ended, nor is it itself.
            last = _commands.IndexOf(e.Requester) + 1;
        }

        EndFrom(last);
    }

    private void EndFrom(int first)
    {
        for (var i = first; i < _commands.Count; i++)
        {
            try
            {
                _commands[i].End();
            }
            catch (StopUpstreamException e)
            {
                i = _commands.IndexOf(e.Requester);
            }
        }
    }

    private void Stop()
    {
        _stopping = true;
        foreach (var command in _commands) command.Stop();
    }
}
