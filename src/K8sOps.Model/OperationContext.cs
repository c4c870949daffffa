namespace K8sOps;

/// <summary>What surrounds one operation: who asked, where to tell, and whether it is meant.</summary>
public sealed class OperationContext
{
    /// <summary>Creates the context.</summary>
    public OperationContext(string command, IOperationSink sink)
    {
        Command = command;
        Sink = sink;
    }

    /// <summary>The command that runs, such as <c>Remove-K8sPod</c>.</summary>
    public string Command { get; }

    /// <summary>Progress, notes, warnings and changes.</summary>
    public IOperationSink Sink { get; }
}
