namespace System.Management.Automation.Runspaces;

/// <summary>The identity of a session, and nothing else of a runspace.</summary>
public abstract class Runspace
{
    [ThreadStatic]
    private static Runspace? t_default;

    private protected Runspace()
    {
    }

    public static Runspace? DefaultRunspace
    {
        get => t_default;
        set => t_default = value;
    }

    public Guid InstanceId { get; } = Guid.NewGuid();
}
