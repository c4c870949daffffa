using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>A parameter that takes all that is left, though it has a position.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Remaining", DefaultParameterSetName = "Words")]
public sealed class TestRemainingCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Words", ValueFromRemainingArguments = true)]
    public string[] Words { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "Number")]
    public int Number { get; set; }

    [Parameter]
    public SwitchParameter Loud { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
