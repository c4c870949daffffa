namespace System.Management.Automation;

public class CmdletInfo : CommandInfo
{
    public CmdletInfo(string name, Type implementingType)
        : base(name)
        => ImplementingType = implementingType;

    public Type ImplementingType { get; }
}
