using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Mandatory", DefaultParameterSetName = "Text")]
public sealed class TestMandatoryCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    public string? Text { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "List")]
    public string[]? List { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Any")]
    public object? Any { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Loose")]
    [AllowNull, AllowEmptyString]
    public string? Loose { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "LooseList")]
    [AllowEmptyCollection, AllowEmptyString]
    public string[]? LooseList { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
