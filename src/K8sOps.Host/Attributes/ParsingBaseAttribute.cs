namespace System.Management.Automation.Internal;

[AttributeUsage(AttributeTargets.All)]
public abstract class ParsingBaseAttribute : CmdletMetadataAttribute
{
    private protected ParsingBaseAttribute()
    {
    }
}
