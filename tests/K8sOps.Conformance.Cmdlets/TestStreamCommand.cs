using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Stream")]
public sealed class TestStreamCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        WriteVerbose("verbose");
        WriteDebug("debug");
        WriteWarning("warning");
        WriteInformation("information", ["tag"]);
        WriteProgress(new ProgressRecord(1, "activity", "status"));
        WriteProgress(new ProgressRecord(1, "activity", "status") { RecordType = ProgressRecordType.Completed });
        WriteObject("output");
        WriteObject(null);
    }
}
