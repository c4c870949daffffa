namespace System.Management.Automation;

public class ActionPreferenceStopException : RuntimeException
{
    internal ActionPreferenceStopException(string message)
        : base(message)
    {
    }

    internal ActionPreferenceStopException(ErrorRecord record)
        : base($"The running command stopped because the preference variable \"ErrorActionPreference\" or common parameter is set to Stop: {record}", null, record)
    {
    }

    private protected override string DefaultErrorId => "ActionPreferenceStop";
}
