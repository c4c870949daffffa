namespace System.Management.Automation;

public class ErrorCategoryInfo
{
    private readonly ErrorRecord _record;
    private readonly string? _typeOfTarget;

    internal ErrorCategoryInfo(ErrorRecord record, ErrorCategory category)
    {
        _record = record;
        Category = category;
        var target = PSObject.Unwrap(record.TargetObject);
        _typeOfTarget = target?.GetType().Name;
    }

    public ErrorCategory Category { get; }

    public string Activity
    {
        get => field ?? _record.InvocationInfo?.MyCommand?.Name ?? "";
        set;
    }

    public string Reason
    {
        get => field ?? _record.Exception.GetType().Name;
        set;
    }

    public string TargetName
    {
        get => field ?? PSObject.Unwrap(_record.TargetObject)?.ToString() ?? "";
        set;
    }

    public string TargetType
    {
        get => field ?? _typeOfTarget ?? "";
        set;
    }

    public string GetMessage() => $"{Category}: ({TargetName}:{TargetType}) [{Activity}], {Reason}";

    public override string ToString() => GetMessage();
}
