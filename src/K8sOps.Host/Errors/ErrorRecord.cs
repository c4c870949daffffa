namespace System.Management.Automation;

public class ErrorRecord
{
    private readonly string _errorId;
    private string? _origin;

    public ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object? targetObject)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception = exception;
        _errorId = errorId ?? "";
        TargetObject = targetObject;
        CategoryInfo = new ErrorCategoryInfo(this, errorCategory);
    }

    public Exception Exception { get; }

    public object? TargetObject { get; internal set; }

    public ErrorCategoryInfo CategoryInfo { get; }

    /// <summary>The id, and after a comma the class that wrote it.</summary>
    public string FullyQualifiedErrorId => _origin is null ? _errorId : _errorId.Length == 0 ? _origin : $"{_errorId},{_origin}";

    public ErrorDetails? ErrorDetails { get; set; }

    public InvocationInfo? InvocationInfo { get; private set; }

    public override string ToString() => ErrorDetails is { Message.Length: > 0 } details ? details.Message : Exception.Message;

    /// <summary>Says who wrote it; the first one to do so stays.</summary>
    internal void SetOrigin(InvocationInfo invocation)
    {
        InvocationInfo ??= invocation;
        _origin ??= (invocation.MyCommand as CmdletInfo)?.ImplementingType.FullName;
    }
}
