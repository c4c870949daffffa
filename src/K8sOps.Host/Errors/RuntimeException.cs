namespace System.Management.Automation;

public class RuntimeException : SystemException, IContainsErrorRecord
{
    private ErrorRecord? _record;

    public RuntimeException()
        : this("An error occurred while the command ran.")
    {
    }

    public RuntimeException(string message)
        : base(message)
    {
    }

    public RuntimeException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public RuntimeException(string message, Exception? innerException, ErrorRecord? errorRecord)
        : base(message, innerException)
        => _record = errorRecord;

    public virtual ErrorRecord ErrorRecord => _record ??= new ErrorRecord(this, DefaultErrorId, ErrorCategory.NotSpecified, null);

    private protected virtual string DefaultErrorId => "RuntimeException";

    internal void SetErrorRecord(ErrorRecord record) => _record = record;
}
