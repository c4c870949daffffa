namespace System.Management.Automation;

public class CommandNotFoundException : RuntimeException
{
    internal CommandNotFoundException(string name)
        : base($"The term '{name}' is not recognized as a name of a cmdlet.")
    {
        CommandName = name;
        SetErrorRecord(new ErrorRecord(this, "CommandNotFoundException", ErrorCategory.ObjectNotFound, name));
    }

    public string CommandName { get; set; }
}
