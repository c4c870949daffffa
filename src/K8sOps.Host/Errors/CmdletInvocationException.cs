namespace System.Management.Automation;

public class CmdletInvocationException : RuntimeException
{
    internal CmdletInvocationException(ErrorRecord record)
        : base(record.ToString(), record.Exception, record)
    {
    }
}
