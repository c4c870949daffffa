namespace System.Management.Automation.Internal;

[AttributeUsage(AttributeTargets.All)]
public abstract class CmdletMetadataAttribute : Attribute
{
    private protected CmdletMetadataAttribute()
    {
    }
}
