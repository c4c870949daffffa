namespace System.Management.Automation.Internal;

public abstract class InternalCommand
{
    private protected InternalCommand()
    {
    }

    internal ICommandRuntime? Runtime { get; set; }

    internal InvocationInfo Invocation { get; set; } = new("", "");

    internal string SetName { get; set; } = ParameterAttribute.AllParameterSets;

    internal abstract void Begin();

    internal abstract void Process();

    internal abstract void End();

    internal abstract void Stop();
}
