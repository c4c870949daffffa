namespace System.Management.Automation.Host;

public abstract class PSHostUserInterface
{
    public abstract void WriteLine(string value);

    public abstract void WriteWarningLine(string message);
}
