using System.Management.Automation;

namespace K8sOps.Console.Fixtures;

[Cmdlet(VerbsCommon.Get, "Widget")]
public sealed class GetWidgetCommand : PSCmdlet
{
    private readonly ManualResetEventSlim _stopped = new();

    [Parameter(Position = 0)]
    public string[] Name { get; set; } = ["alpha", "beta"];

    [Parameter]
    public SwitchParameter Fail { get; set; }

    [Parameter]
    public SwitchParameter Terminate { get; set; }

    [Parameter]
    public SwitchParameter Forever { get; set; }

    [Parameter]
    public SwitchParameter Talk { get; set; }

    protected override void ProcessRecord()
    {
        if (Talk)
        {
            WriteWarning("careful");
            WriteVerbose("a story");
            WriteDebug("a detail");
            Host.UI.WriteLine("for people");
        }

        foreach (var name in Name) WriteObject(new Widget(name, name == "alpha" ? WidgetState.Good : WidgetState.Broken, name.Length, ["x", "y"], Made: new DateTimeOffset(2026, 1, 15, 3, 0, 0, TimeSpan.Zero)));
        var error = new ErrorRecord(new InvalidOperationException("It went wrong."), "WentWrong", ErrorCategory.InvalidOperation, null)
        {
            ErrorDetails = new ErrorDetails("It went wrong, on widget x.") { RecommendedAction = "Repair-Widget x" },
        };
        if (Fail) WriteError(error);
        if (Terminate) ThrowTerminatingError(error);
        if (Forever) _stopped.Wait(TimeSpan.FromSeconds(10));
    }

    protected override void StopProcessing()
    {
        Host.UI.WriteWarningLine("stopped halfway");
        _stopped.Set();
    }
}
