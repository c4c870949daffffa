using System.Management.Automation.Internal;

namespace System.Management.Automation;

public abstract class Cmdlet : InternalCommand
{
    public bool Stopping => (Runtime as K8sOps.Host.CommandRuntime)?.IsStopping ?? false;

    public ICommandRuntime CommandRuntime
    {
        get => Runtime!;
        set => Runtime = value;
    }

    private ICommandRuntime Required
        => Runtime ?? throw new NotSupportedException("The cmdlet is not run by a pipeline and has no command runtime: there is nowhere to write.");

    public void WriteError(ErrorRecord errorRecord)
    {
        ArgumentNullException.ThrowIfNull(errorRecord);
        Required.WriteError(errorRecord);
    }

    public void WriteObject(object? sendToPipeline) => Required.WriteObject(sendToPipeline);

    public void WriteObject(object? sendToPipeline, bool enumerateCollection) => Required.WriteObject(sendToPipeline, enumerateCollection);

    public void WriteVerbose(string text) => Required.WriteVerbose(text);

    public void WriteWarning(string text) => Required.WriteWarning(text);

    public void WriteProgress(ProgressRecord progressRecord) => Required.WriteProgress(progressRecord);

    public void WriteDebug(string text) => Required.WriteDebug(text);

    public void WriteInformation(object messageData, string[] tags)
    {
        var record = new InformationRecord(messageData, Invocation.MyCommand?.Name ?? GetType().Name);
        record.Tags.AddRange(tags ?? []);
        WriteInformation(record);
    }

    public void WriteInformation(InformationRecord informationRecord)
    {
        if (Required is ICommandRuntime2 runtime) runtime.WriteInformation(informationRecord);
    }

    public bool ShouldProcess(string target) => Required.ShouldProcess(target);

    public bool ShouldProcess(string target, string action) => Required.ShouldProcess(target, action);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption)
        => Required.ShouldProcess(verboseDescription, verboseWarning, caption);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption, out ShouldProcessReason shouldProcessReason)
        => Required.ShouldProcess(verboseDescription, verboseWarning, caption, out shouldProcessReason);

    public bool ShouldContinue(string query, string caption) => Required.ShouldContinue(query, caption);

    public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll)
        => Required.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

    public void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        ArgumentNullException.ThrowIfNull(errorRecord);
        Required.ThrowTerminatingError(errorRecord);
    }

    protected virtual void BeginProcessing()
    {
    }

    protected virtual void ProcessRecord()
    {
    }

    protected virtual void EndProcessing()
    {
    }

    protected virtual void StopProcessing()
    {
    }

    internal override void Begin() => BeginProcessing();

    internal override void Process() => ProcessRecord();

    internal override void End() => EndProcessing();

    internal override void Stop() => StopProcessing();
}
