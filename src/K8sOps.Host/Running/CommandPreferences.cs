using System.Management.Automation;

namespace K8sOps.Host;

/// <summary>What a session prefers where a command does not say: the engine's preference variables.</summary>
public sealed record CommandPreferences
{
    /// <summary><c>$ErrorActionPreference</c>.</summary>
    public ActionPreference Error { get; init; } = ActionPreference.Continue;

    /// <summary><c>$WarningPreference</c>.</summary>
    public ActionPreference Warning { get; init; } = ActionPreference.Continue;

    /// <summary><c>$VerbosePreference</c>.</summary>
    public ActionPreference Verbose { get; init; } = ActionPreference.SilentlyContinue;

    /// <summary><c>$DebugPreference</c>.</summary>
    public ActionPreference Debug { get; init; } = ActionPreference.SilentlyContinue;

    /// <summary>What <c>-Debug</c> means: the engine asks at every line where its host can.</summary>
    public ActionPreference DebugSwitch { get; init; } = ActionPreference.Inquire;

    /// <summary><c>$InformationPreference</c>.</summary>
    public ActionPreference Information { get; init; } = ActionPreference.SilentlyContinue;

    /// <summary><c>$ProgressPreference</c>.</summary>
    public ActionPreference Progress { get; init; } = ActionPreference.Continue;

    /// <summary><c>$ConfirmPreference</c>.</summary>
    public ConfirmImpact Confirm { get; init; } = ConfirmImpact.High;

    /// <summary><c>$WhatIfPreference</c>.</summary>
    public bool WhatIf { get; init; }

    /// <summary>The same with what the common parameters of one call say.</summary>
    internal CommandPreferences With(IReadOnlyDictionary<string, object?> bound)
    {
        var result = this;
        if (bound.TryGetValue("Verbose", out var verbose)) result = result with { Verbose = OnOff(verbose) };
        if (bound.TryGetValue("Debug", out var debug)) result = result with { Debug = (SwitchParameter)debug! ? DebugSwitch : ActionPreference.SilentlyContinue };
        if (bound.TryGetValue("ErrorAction", out var error)) result = result with { Error = (ActionPreference)error! };
        if (bound.TryGetValue("WarningAction", out var warning)) result = result with { Warning = (ActionPreference)warning! };
        if (bound.TryGetValue("InformationAction", out var information)) result = result with { Information = (ActionPreference)information! };
        if (bound.TryGetValue("ProgressAction", out var progress)) result = result with { Progress = (ActionPreference)progress! };
        if (bound.TryGetValue("WhatIf", out var whatIf)) result = result with { WhatIf = (SwitchParameter)whatIf! };
        if (bound.TryGetValue("Confirm", out var confirm)) result = result with { Confirm = (SwitchParameter)confirm! ? ConfirmImpact.Low : ConfirmImpact.None };
        return result;
    }

    private static ActionPreference OnOff(object? value) => (SwitchParameter)value! ? ActionPreference.Continue : ActionPreference.SilentlyContinue;
}
