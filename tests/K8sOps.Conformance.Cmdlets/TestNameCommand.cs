using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>One set; a name by value or by property, as most commands take it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Name")]
public sealed class TestNameCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Label")]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Namespace { get; set; } = "default";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public int Count { get; set; } = -1;

    protected override void ProcessRecord() => WriteObject($"{Echo.Bound(this)} | {Namespace} {Count}");
}
