namespace System.Management.Automation;

public abstract class PSPropertyInfo : PSMemberInfo
{
    private protected PSPropertyInfo(string name)
        : base(name)
    {
    }

    public abstract bool IsSettable { get; }

    public abstract bool IsGettable { get; }
}
