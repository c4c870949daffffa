using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>Whole objects of one type, or their properties.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Pipeline", DefaultParameterSetName = "Properties")]
public sealed class TestPipelineCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Object")]
    public Thing? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Properties")]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Properties")]
    public string Namespace { get; set; } = "default";

    protected override void BeginProcessing() => WriteObject($"begin {MyInvocation.ExpectingInput}");

    protected override void ProcessRecord() => WriteObject($"{Echo.Bound(this)} | {Namespace}");

    protected override void EndProcessing() => WriteObject("end");
}
