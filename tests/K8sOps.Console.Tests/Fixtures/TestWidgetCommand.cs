using System.Management.Automation;

namespace K8sOps.Console.Fixtures;

[Cmdlet(VerbsDiagnostic.Test, "Widget")]
public sealed class TestWidgetCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public CheckStatus Status { get; set; } = CheckStatus.Pass;

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        if (Quiet)
        {
            WriteObject(Status == CheckStatus.Pass);
            return;
        }

        WriteObject(new CheckResult { Cluster = "c", System = "Widgets", Id = "W.X", Status = Status, Message = "m", ObservedAt = DateTimeOffset.UnixEpoch });
    }
}
