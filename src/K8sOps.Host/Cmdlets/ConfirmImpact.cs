namespace System.Management.Automation;

public enum ConfirmImpact
{
    None = 0,
    Low,
    Medium,
    High,
}
