using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Failure")]
public sealed class TestFailureCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string How { get; set; } = "";

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        WriteObject("before");
        switch (How)
        {
            case "Error":
                WriteError(Record());
                break;
            case "Terminate":
                ThrowTerminatingError(Record());
                break;
            case "Throw":
                throw new InvalidOperationException("thrown");
            case "ThrowOurs":
                throw new ThingException("ours");
            case "ErrorWithoutId":
                WriteError(new ErrorRecord(new InvalidOperationException("no id"), "", ErrorCategory.NotSpecified, null));
                break;
            case "Thread":
                WriteElsewhere();
                break;
            case "Describe":
                var record = Record();
                WriteError(record);
                WriteObject($"{record.CategoryInfo.Category} {record.CategoryInfo.TargetName} {record.CategoryInfo.TargetType} {record.CategoryInfo.Reason} {record.CategoryInfo.Activity}");
                WriteObject(record.ToString());
                WriteObject(record.FullyQualifiedErrorId);
                WriteObject(record.CategoryInfo.ToString());
                break;
        }

        WriteObject("after");
    }

    protected override void EndProcessing() => WriteObject("end");

    private void WriteElsewhere()
    {
        ExceptionDispatchInfo? caught = null;
        var thread = new Thread(() =>
        {
            try
            {
                WriteObject("elsewhere");
            }
            catch (InvalidOperationException e)
            {
                caught = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        caught?.Throw();
    }

    private static ErrorRecord Record() => new(new InvalidOperationException("It failed."), "ItFailed", ErrorCategory.ResourceBusy, "target")
    {
        ErrorDetails = new ErrorDetails("It failed, in short.") { RecommendedAction = "Get-Thing" },
    };
}
