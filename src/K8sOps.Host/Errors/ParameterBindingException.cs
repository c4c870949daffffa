namespace System.Management.Automation;

public class ParameterBindingException : RuntimeException
{
    internal ParameterBindingException(string errorId, string message, string? parameterName, ErrorCategory category, InvocationInfo invocation, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        ParameterName = parameterName ?? "";
        CommandInvocation = invocation;
        var record = new ErrorRecord(this, errorId, category, null);
        record.SetOrigin(invocation);
        SetErrorRecord(record);
    }

    public string ErrorId { get; }

    public string ParameterName { get; }

    public InvocationInfo CommandInvocation { get; }
}
