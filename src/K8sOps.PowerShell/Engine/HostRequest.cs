using System.Management.Automation;

namespace K8sOps.Engine;

/// <summary>Something that only the pipeline thread may do, asked for by a worker.</summary>
internal abstract record HostRequest
{
    /// <summary>Does it. Runs on the pipeline thread, inside Begin/Process/EndProcessing; whatever it throws is the engine's wish to stop.</summary>
    public abstract void Execute(K8sCmdlet cmdlet);

    internal sealed record Output(object Value) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet) => cmdlet.WriteObject(Value);
    }

    internal sealed record Error(ErrorRecord Record) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet) => cmdlet.WriteError(Record);
    }

    internal sealed record Warning(string Text) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet) => cmdlet.WriteWarning(Text);
    }

    internal sealed record Verbose(string Text) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet) => cmdlet.WriteVerbose(Text);
    }

    internal sealed record Debug(string Text) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet) => cmdlet.WriteDebug(Text);
    }

    internal sealed record Progress(OperationProgress Report) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet) => cmdlet.ShowProgress(Report);
    }

    /// <summary>A question to the operator; the worker awaits the answer.</summary>
    internal sealed record Confirm(string Target, string Action, IReadOnlyList<string> Details, bool IsDisruptive, TaskCompletionSource<Consent> Answer) : HostRequest
    {
        public override void Execute(K8sCmdlet cmdlet)
        {
            try
            {
                Answer.SetResult(cmdlet.AskConsent(Target, Action, Details, IsDisruptive));
            }
            catch
            {
                // The prompt ended the pipeline ("Halt", Ctrl+C): the worker learns it, the engine hears its own exception.
                Answer.TrySetCanceled();
                throw;
            }
        }
    }
}
