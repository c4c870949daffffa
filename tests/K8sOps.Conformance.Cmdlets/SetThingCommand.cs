using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsCommon.Set, "Thing", SupportsShouldProcess = true)]
public sealed class SetThingCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter]
    public SwitchParameter Ask { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name, "Set thing")) WriteObject($"set {Name}");
        if (Ask) WriteObject($"continue {ShouldContinue("Go on?", "Question")}");
    }
}
