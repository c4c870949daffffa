namespace System.Management.Automation;

public class PSNoteProperty(string name, object? value) : PSPropertyInfo(name)
{
    public override bool IsSettable => true;

    public override bool IsGettable => true;

    public override object? Value { get; set; } = value;
}
