using System.Management.Automation.Host;

namespace System.Management.Automation;

public abstract class PSCmdlet : Cmdlet
{
    public PSHost Host => Runtime?.Host!;

    public string ParameterSetName => SetName;

    public InvocationInfo MyInvocation => Invocation;
}
