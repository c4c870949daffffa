using System.Diagnostics;

namespace K8sOps.Console.Tests.Serve;

public sealed class KubectlWorkloadTests(ServedWorld world) : IClassFixture<ServedWorld>
{
    [KubectlFact]
    public async Task It_reads_logs_by_tail_by_time_and_of_all_pods_of_a_selector()
    {
        var pod = await world.Pod("podinfo");
        Assert.Equal(5, (await world.Ok("logs", "-n", "selfhosted", pod, "--tail=5")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT[\d:.]+Z \{""level", await world.Ok("logs", "-n", "selfhosted", pod, "--timestamps", "--tail=1"));
        Assert.InRange((await world.Ok("logs", "-n", "selfhosted", "deployment/podinfo", "--since=1m")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 3, 8);
        Assert.Contains("[pod/", await world.Ok("logs", "-n", "selfhosted", "-l", "app.kubernetes.io/name=podinfo", "--prefix", "--tail=1"), StringComparison.Ordinal);
        Assert.Contains("previous terminated container \"app\" in pod", (await world.Run("logs", "-n", "selfhosted", pod, "--previous")).Error, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task It_follows_a_log_as_it_is_written()
    {
        var pod = await world.Pod("podinfo");
        using var follow = Kubectl.Start(world.Argv("logs", "-n", "selfhosted", pod, "-f", "--tail=1"));
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            Assert.StartsWith("{", await follow.StandardOutput.ReadLineAsync(limit.Token), StringComparison.Ordinal);
            world.World.Advance(TimeSpan.FromSeconds(20));
            Assert.StartsWith("{", await follow.StandardOutput.ReadLineAsync(limit.Token), StringComparison.Ordinal);
        }
        finally
        {
            follow.Kill(entireProcessTree: true);
        }
    }

    [KubectlFact]
    public async Task It_runs_programs_with_both_outputs_input_and_exit_code()
    {
        var pod = await world.Pod("podinfo");
        Assert.Equal((0, "out\n", "err\n"), await world.Run("exec", "-n", "selfhosted", pod, "--", "sh", "-c", "echo out; echo err >&2"));
        var failed = await world.Run("exec", "-n", "selfhosted", pod, "--", "sh", "-c", "exit 42");
        Assert.Equal(42, failed.Code);
        Assert.Equal("command terminated with exit code 42\n", failed.Error);
        var missing = await world.Run("exec", "-n", "selfhosted", pod, "--", "psql");
        Assert.Equal(1, missing.Code);
        Assert.Contains("exec: \"psql\": executable file not found in $PATH: unknown", missing.Error, StringComparison.Ordinal);
        Assert.Equal((1, "", "Error from server (BadRequest): container side is not valid for pod " + pod[4..] + "\n"), await world.Run("exec", "-n", "selfhosted", pod, "-c", "side", "--", "true"));
    }

    [KubectlFact]
    public async Task It_hands_input_on_and_takes_large_output()
    {
        var pod = await world.Pod("podinfo");
        using var cat = Process.Start(new ProcessStartInfo("kubectl", world.Argv("exec", "-i", "-n", "selfhosted", pod, "--", "cat"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            await cat.StandardInput.WriteAsync("some\ninput\n");
            cat.StandardInput.Close();
            Assert.Equal("some\ninput\n", await cat.StandardOutput.ReadToEndAsync(limit.Token));
            await cat.WaitForExitAsync(limit.Token);
            Assert.Equal(0, cat.ExitCode);
        }
        finally
        {
            if (!cat.HasExited) cat.Kill(entireProcessTree: true);
        }

        Assert.Equal(2_000_000, (await world.Ok("exec", "-n", "selfhosted", pod, "--", "head", "-c", "2000000", "/dev/zero")).Length);
    }
}
