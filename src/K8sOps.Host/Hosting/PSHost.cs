namespace System.Management.Automation.Host;

public abstract class PSHost
{
    public abstract PSHostUserInterface UI { get; }
}
