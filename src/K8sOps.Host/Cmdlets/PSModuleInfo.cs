namespace System.Management.Automation;

public sealed class PSModuleInfo
{
    internal PSModuleInfo(string name) => Name = name;

    public string Name { get; }

    public override string ToString() => Name;
}
