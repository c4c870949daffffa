using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>The engine's own parameters. Those that capture into variables are bound and have no effect: there are no variables here.</summary>
internal static class CommonParameters
{
    public static IReadOnlyList<ParameterDescription> For(bool shouldProcess)
    {
        List<ParameterDescription> all =
        [
            ParameterDescription.Common("Verbose", typeof(SwitchParameter), "vb"),
            ParameterDescription.Common("Debug", typeof(SwitchParameter), "db"),
            ParameterDescription.Common("ErrorAction", typeof(ActionPreference), "ea"),
            ParameterDescription.Common("WarningAction", typeof(ActionPreference), "wa"),
            ParameterDescription.Common("InformationAction", typeof(ActionPreference), "infa"),
            ParameterDescription.Common("ProgressAction", typeof(ActionPreference), "proga"),
        ];
        if (!shouldProcess) return all;
        all.Add(ParameterDescription.Common("WhatIf", typeof(SwitchParameter), "wi"));
        all.Add(ParameterDescription.Common("Confirm", typeof(SwitchParameter), "cf"));
        return all;
    }
}
