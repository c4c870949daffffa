using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Transformation")]
public sealed class TestTransformationCommand : PSCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Count")]
    [Duration]
    public TimeSpan Timeout { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Grace { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
