using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsCommon.Remove, "Thing", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveThingCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter Long { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            var reason = ShouldProcessReason.None;
            var yes = Long
                ? ShouldProcess($"Deleting {name}.", $"Delete {name}?", "Please confirm", out reason)
                : ShouldProcess(name);
            WriteObject($"{name} {yes} {reason}");
        }
    }
}
