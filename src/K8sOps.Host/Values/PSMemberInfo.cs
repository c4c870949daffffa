namespace System.Management.Automation;

public abstract class PSMemberInfo
{
    private protected PSMemberInfo(string name) => Name = name;

    public string Name { get; }

    public abstract object? Value { get; set; }
}
