using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>Writes in every phase, so that the order of phases across a pipeline is seen.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Order")]
public sealed class TestOrderCommand : PSCmdlet, IDisposable
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Tag { get; set; } = "";

    [Parameter(ValueFromPipeline = true)]
    public string? Text { get; set; }

    [Parameter]
    public int Times { get; set; } = 1;

    protected override void BeginProcessing() => WriteObject($"{Tag}.begin");

    protected override void ProcessRecord()
    {
        for (var i = 0; i < Times; i++) WriteObject($"{Tag}({Text})");
    }

    protected override void EndProcessing() => WriteObject($"{Tag}.end");

    public void Dispose() => GC.SuppressFinalize(this);
}
