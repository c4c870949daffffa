using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>Two mandatory properties of the pipeline object.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NeedsTwo")]
public sealed class TestNeedsTwoCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string? Owner { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
