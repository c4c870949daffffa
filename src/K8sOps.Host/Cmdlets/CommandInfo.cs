namespace System.Management.Automation;

public abstract class CommandInfo
{
    private protected CommandInfo(string name) => Name = name;

    public string Name { get; }

    public override string ToString() => Name;
}
