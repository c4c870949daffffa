using System.Security.Cryptography;
using System.Text;

namespace K8sOps.Runbooks.Tests.Reading;

public sealed class RunbookReaderTests
{
    [Fact]
    public void The_runbook_of_flux_is_read_in_full()
    {
        var runbook = Files.Read("flux").Runbook;
        Assert.Equal("Flux Runbook", runbook.Title);
        Assert.Equal("Flux keeps a cluster as Git says.", runbook.Synopsis);
        Assert.Contains("It was written against Flux 2.7", runbook.Overview, StringComparison.Ordinal);
        Assert.Equal(["Namespace", "AppName", "AppKind", "SourceName", "SourceKind", "Controller", "ControllerNamespace", "Definition", "Reason"], runbook.Parameters.Select(p => p.Name));
        Assert.Equal(["Namespace", "AppName"], runbook.Parameters.Where(p => p.IsMandatory).Select(p => p.Name));
        Assert.Equal("Kustomization", runbook.Parameters[2].Default);
        Assert.Equal(Enumerable.Range(1, 11), runbook.Diagnosis.Select(s => s.Number));
        Assert.Equal(12, runbook.Symptoms.Count);
        Assert.Equal(11, runbook.Procedures.Count);
        Assert.Equal(14, runbook.CommonIssues.Count);
        Assert.Equal("Test-Flux -Cluster $Cluster", runbook.QuickReference[0].Command);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(runbook.Text))), runbook.Hash);
    }

    [Fact]
    public void A_symptom_has_its_alerts_its_checks_and_where_to_go()
    {
        var symptom = Files.Read("flux").Runbook.Symptoms.Single(s => s.Name == "Source failing");
        Assert.Equal(["FluxSourceIssue", "FluxReconciliationFailure", "ReconciliationFailure"], symptom.Alerts);
        Assert.Equal(["FLUX.SOURCE_FAILED"], symptom.Checks);
        Assert.Equal(["step-5-look-at-the-source", "procedure-mend-a-source"], symptom.GoTo);
        Assert.Equal(2, symptom.Indicators.Count);
        Assert.StartsWith("A source is Ready=False with GitOperationFailed", symptom.Indicators[0], StringComparison.Ordinal);
        Assert.Empty(Files.Read("flux").Runbook.Symptoms.Single(s => s.Name == "Versions differ").Alerts);
    }

    [Fact]
    public void A_step_of_the_diagnosis_has_its_action_and_what_is_expected()
    {
        var step = Files.Read("kubernetes").Runbook.Diagnosis[3];
        Assert.Equal("step-4-read-its-events", step.Id);
        Assert.Equal("Read its events", step.Title);
        Assert.StartsWith("Get-K8sEvent -Cluster $Cluster", step.Action, StringComparison.Ordinal);
        Assert.Equal(2, step.Action!.Split('\n').Length);
        Assert.StartsWith("Scheduled, Pulled", step.Expected, StringComparison.Ordinal);
        Assert.Contains("Unhealthy is a probe that fails", step.IfAbnormal, StringComparison.Ordinal);
        Assert.Equal("    kubectl logs -n <namespace> <pod> --previous", step.Text);
        Assert.Equal(["Namespace", "PodName"], step.Parameters.Select(p => p.Name));
        Assert.Null(step.Verify);
        var line = Files.Read("kubernetes").Runbook.Text.Split('\n')[step.ActionLine - 1];
        Assert.Equal(step.Action.Split('\n')[0], line);
    }

    [Fact]
    public void A_step_of_a_procedure_has_all_its_blocks()
    {
        var procedure = Files.Read("flux").Runbook.Procedures.Single(p => p.Name == "Suspend an app");
        Assert.Equal("procedure-suspend-an-app", procedure.Anchor);
        Assert.False(procedure.Destructive);
        Assert.StartsWith("Resume-FluxApp", procedure.Rollback, StringComparison.Ordinal);
        var step = Assert.Single(procedure.Steps);
        Assert.Equal("suspend-an-app/1", step.Id);
        Assert.Equal(RunbookSection.Procedure, step.Section);
        Assert.Equal("Suspend it, with all that it applies", step.Title);
        Assert.StartsWith("Suspend-FluxApp", step.Action, StringComparison.Ordinal);
        Assert.Equal("it is suspended, and the suspension holds.", step.VerifyText);
        Assert.Contains("Test-Flux", step.Verify, StringComparison.Ordinal);
        Assert.StartsWith("Resume-FluxApp", step.Rollback, StringComparison.Ordinal);
        Assert.Equal(step.Rollback, step.ProcedureRollback);
        Assert.Equal(TimeSpan.Zero, step.VerifyTimeout);
        Assert.Equal("    flux suspend ks <app> -n <namespace> --context <cluster>", step.Text);
        Assert.Equal(["Namespace", "AppName", "AppKind", "Reason"], step.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_manual_step_a_target_and_a_repeated_verification_are_read()
    {
        var steps = Files.Read("flux").Runbook.Procedures.Single(p => p.Name == "Mend a failing app").Steps;
        Assert.Null(steps[0].Action);
        Assert.StartsWith("# Of a Kustomization.", steps[0].Manual, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(10), steps[1].Target);
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(15)), (steps[1].VerifyTimeout, steps[1].VerifyEvery));
    }

    [Fact]
    public void Line_ends_and_a_byte_order_mark_change_nothing()
    {
        var text = File.ReadAllText(Files.Runbooks[0]);
        var one = RunbookReader.Read("x", null, text);
        var other = RunbookReader.Read("x", null, "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal(one.Runbook.Hash, other.Runbook.Hash);
        Assert.Equal(one.Problems, other.Problems);
        Assert.Equal(one.Runbook.Steps.Select(s => (s.Id, s.Action, s.ActionLine)), other.Runbook.Steps.Select(s => (s.Id, s.Action, s.ActionLine)));
    }
}
