using K8sOps.Host;
using K8sOps.Kubernetes;

namespace K8sOps.PowerShell.Tests.Commands;

[Collection("sandbox")]
public class LogAndExecTests
{
    private readonly SandboxFixture _sandbox = new();

    [Fact]
    public void A_broken_pod_is_piped_to_its_last_words()
    {
        _sandbox.Get<K8sScenario>("Start-K8sScenario crash-loop -Cluster sandbox-infra");
        var lines = _sandbox.Get<K8sLogLine>("Get-K8sPod -Unhealthy -Cluster sandbox-infra | Get-K8sLog -Previous -Tail 2");
        Assert.Equal(2, lines.Count);
        Assert.Contains("no database to connect to", lines[1].Text, StringComparison.Ordinal);
        Assert.True(lines[0].Time <= lines[1].Time);
    }

    [Fact]
    public void Without_a_previous_run_it_is_an_error_for_each_pod()
    {
        var result = _sandbox.Run("Get-K8sLog *-controller-* -Namespace flux-system -Previous -Cluster sandbox-infra");
        Assert.Equal(4, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.Equal("NoPreviousRun,K8sOps.Kube.GetK8sLogCommand", e.FullyQualifiedErrorId));
    }

    [Fact]
    public void A_node_is_not_taken_for_a_pod()
    {
        var result = _sandbox.Run("Get-K8sNode -Cluster sandbox-infra | Get-K8sLog");
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e => Assert.Equal("KindMismatch,K8sOps.Kube.GetK8sLogCommand", e.FullyQualifiedErrorId));
    }

    [Fact]
    public void An_exit_code_that_is_not_0_is_a_result_and_an_error()
    {
        var result = _sandbox.Run("Invoke-K8sCommand dragonfly-0 sh, -c, 'echo out; exit 3' -Namespace databases -Cluster sandbox-infra");
        var said = Assert.Single(result.Of<K8sCommandResult>());
        Assert.Equal((3, false, "out\n"), (said.ExitCode, said.Succeeded, said.Output));
        Assert.Equal("CommandFailed,K8sOps.Kube.InvokeK8sCommandCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_program_reads_its_input_and_its_lines_come_one_by_one()
    {
        Assert.Equal("ä\nb", Assert.Single(_sandbox.Get<K8sCommandResult>("Invoke-K8sCommand dragonfly-0 cat -InputText \"ä`nb\" -Namespace databases -Cluster sandbox-infra")).Output);
        var lines = _sandbox.Get<K8sCommandLine>("Invoke-K8sCommand dragonfly-0 seq, 2 -Stream -Namespace databases -Cluster sandbox-infra");
        Assert.Equal([(ExecStream.Output, "1"), (ExecStream.Output, "2")], lines.Select(l => (l.Stream, l.Text)));
    }

    [Fact]
    public void Nothing_is_run_in_a_pod_that_was_said_no_to()
    {
        var before = _sandbox.World.WriteCount;
        var result = _sandbox.Run("Invoke-K8sCommand dragonfly-* date -Namespace databases -Cluster sandbox-infra -Confirm", ConfirmAnswer.No);
        Assert.Equal(2, result.Questions.Count);
        Assert.Empty(result.Of<object>());
        Assert.Equal(before, _sandbox.World.WriteCount);
    }
}
