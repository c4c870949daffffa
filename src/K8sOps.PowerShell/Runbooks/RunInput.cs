using System.Collections;
using K8sOps.Runbooks.Running;

namespace K8sOps.Runbooks;

/// <summary>
/// What <c>-Parameter</c> holds: values for runbook parameters, and, since a script hands over all that it was called with, also the
/// script's own parameters, which stand for ours of the same name.
/// </summary>
internal sealed class RunInput
{
    private static readonly string[] s_common =
    [
        "Verbose", "Debug", "ErrorAction", "WarningAction", "InformationAction", "ProgressAction", "ErrorVariable", "WarningVariable", "InformationVariable",
        "OutVariable", "OutBuffer", "PipelineVariable", "WhatIf", "Confirm",
    ];

    private readonly Dictionary<string, object> _own = new(StringComparer.OrdinalIgnoreCase);

    public RunInput(IDictionary? values)
    {
        var arguments = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in values ?? new Hashtable())
        {
            var name = entry.Key.ToString() ?? "";
            if (s_common.Contains(name, StringComparer.OrdinalIgnoreCase) || Plain(entry.Value) is not { } value) continue;
            if (name.ToUpperInvariant() is "CLUSTER" or "PROCEDURE" or "STEP" or "UNATTENDED" or "ONFAILURE" or "SKIPGATE") _own[name] = value;
            else arguments[name] = value;
        }

        Arguments = arguments;
    }

    /// <summary>The values of runbook parameters.</summary>
    public IReadOnlyDictionary<string, object> Arguments { get; }

    /// <summary>The text of an entry that is not a runbook's, or null.</summary>
    public string? Text(string name) => _own.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The texts of such an entry; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name) => !_own.TryGetValue(name, out var value) ? []
        : value is IEnumerable many and not string ? [.. many.Cast<object?>().Select(m => Plain(m)?.ToString()).OfType<string>()] : [value.ToString() ?? ""];

    /// <summary>What an unattended run does at its first failure; null where it does not say.</summary>
    /// <exception cref="OperationException"><c>InvalidParameterValue</c>.</exception>
    public FailurePolicy? OnFailure => Text("OnFailure") is not { } text ? null
        : Enum.TryParse<FailurePolicy>(text, ignoreCase: true, out var policy) && Enum.IsDefined(policy) ? policy
        : throw new OperationException("InvalidParameterValue", OperationCategory.InvalidArgument, "OnFailure", $"'{text}' is no value for OnFailure: there are {string.Join(" and ", Enum.GetNames<FailurePolicy>())}. Nothing was run.");

    /// <summary>Whether such a switch is on.</summary>
    public bool IsOn(string name) => Text(name) is { } text && string.Equals(text, bool.TrueString, StringComparison.OrdinalIgnoreCase);

    private static object? Plain(object? value) => value is System.Management.Automation.PSObject wrapped ? wrapped.BaseObject : value;
}
