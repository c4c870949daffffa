namespace System.Management.Automation;

public class ValidationMetadataException : MetadataException
{
    public ValidationMetadataException(string message)
        : base(message)
    {
    }

    internal ValidationMetadataException(string errorId, string message)
        : base(message)
        => SetErrorRecord(new ErrorRecord(this, errorId, ErrorCategory.MetadataError, null));
}
