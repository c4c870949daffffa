using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Property")]
public sealed class TestPropertyCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, Position = 0)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Add { get; set; }

    protected override void ProcessRecord()
    {
        if (Add) InputObject!.Properties.Add(new PSNoteProperty("Added", 42));
        foreach (var name in Name) WriteObject(Echo.Value(InputObject!.Properties[name]?.Value));
        if (Add) WriteObject(InputObject);
    }
}
