using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>A number by value; what is no number cannot be bound.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Number")]
public sealed class TestNumberCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateRange(1, 5)]
    public int Number { get; set; }

    [Parameter]
    public string? Suffix { get; set; }

    protected override void ProcessRecord() => WriteObject($"{Number}{Suffix}");
}
