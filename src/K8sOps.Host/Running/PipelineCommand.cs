using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>One command in a running pipeline.</summary>
internal sealed class PipelineCommand : IDisposable
{
    private readonly Pipeline _pipeline;
    private readonly CommandCall _call;
    private readonly bool _expectsInput;
    private readonly CommandPreferences _preferences;
    private readonly ParameterBinder _binder;
    private PipelineBinder? _pipelineBinder;
    private bool _begun;

    public PipelineCommand(Pipeline pipeline, CommandDescription description, CommandCall call, int position, int length, bool expectsInput, CommandPreferences preferences)
    {
        _pipeline = pipeline;
        _call = call;
        _expectsInput = expectsInput;
        _preferences = preferences;
        Description = description;
        Cmdlet = (Cmdlet)Activator.CreateInstance(description.Type)!;
        Runtime = new CommandRuntime(this, pipeline);
        Cmdlet.CommandRuntime = Runtime;
        Cmdlet.Invocation = new InvocationInfo(call.Name, call.Text)
        {
            MyCommand = new CmdletInfo(description.Name, description.Type),
            PipelinePosition = position,
            PipelineLength = length,
            ExpectingInput = expectsInput,
        };
        _binder = new ParameterBinder(description, Cmdlet, Cmdlet.Invocation, new EngineIntrinsics(Runtime.Host));
    }

    public CommandDescription Description { get; }

    public Cmdlet Cmdlet { get; }

    public CommandRuntime Runtime { get; }

    public void Bind()
    {
        _binder.BindCommandLine(_call.Arguments, _expectsInput);
        Runtime.SessionPreferences = _preferences;
        Runtime.Preferences = _preferences.With(_binder.Common);
    }

    public void Begin()
    {
        if (_begun) return;
        _begun = true;
        Run(Cmdlet.Begin);
    }

    public void ProcessOnce()
    {
        Begin();
        Run(Cmdlet.Process);
    }

    /// <summary>Takes an object from the pipeline.</summary>
    public void Accept(object? value)
    {
        Begin();
        _pipelineBinder ??= new PipelineBinder(_binder);
        ErrorRecord? refused;
        try
        {
            refused = _pipelineBinder.Bind(value);
        }
        catch (ParameterBindingException e)
        {
            e.ErrorRecord.TargetObject = value;
            refused = e.ErrorRecord;
        }

        if (refused is null) Run(Cmdlet.Process);
        else Run(() => Cmdlet.WriteError(refused));
    }

    public void End()
    {
        Begin();
        Run(Cmdlet.End);
    }

    public void Stop() => Cmdlet.Stop();

    public void Dispose() => (Cmdlet as IDisposable)?.Dispose();

    private void Run(Action phase)
    {
        if (_pipeline.IsStopping) throw new PipelineStoppedException();
        try
        {
            _pipeline.RunPhase(this, phase);
        }
        catch (Exception e) when (e is not (PipelineStoppedException or StopUpstreamException))
        {
            var record = (e as IContainsErrorRecord)?.ErrorRecord ?? new ErrorRecord(e, e.GetType().FullName!, ErrorCategory.NotSpecified, null);
            record.SetOrigin(Cmdlet.Invocation);
            throw _pipeline.Fail(new CmdletInvocationException(record));
        }
    }
}
