using System.Management.Automation.Host;

namespace System.Management.Automation;

public abstract class PSCmdlet : Cmdlet
{
    public PSHost Host => Runtime?.Host!;

    public string ParameterSetName => SetName;

    public InvocationInfo MyInvocation => Invocation;

    /// <summary>A variable of the session: of those that the engine has, the stand-in knows the preferences that decide whether it asks.</summary>
    public object? GetVariableValue(string name)
    {
        var preferences = (Runtime as K8sOps.Host.CommandRuntime)?.SessionPreferences;
        if (string.Equals(name, "ConfirmPreference", StringComparison.OrdinalIgnoreCase)) return preferences?.Confirm;
        return string.Equals(name, "WhatIfPreference", StringComparison.OrdinalIgnoreCase) ? preferences?.WhatIf : null;
    }

    /// <summary>A path as the file system has it, from one that may be relative to where the user is; it need not exist.</summary>
    public string GetUnresolvedProviderPathFromPSPath(string path) => Path.GetFullPath(path);
}
