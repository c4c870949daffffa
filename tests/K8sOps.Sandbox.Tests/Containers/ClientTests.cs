using System.Text;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Containers;

/// <summary>The product's own client against the sandbox's logs and programs.</summary>
public sealed class ClientTests : IAsyncLifetime, IDisposable
{
    private readonly ApiOfWorld _api = new(SandboxTime.Jumping);
    private readonly KubeClient _client;
    private string _pod = "";

    public ClientTests() => _client = new KubeClient(_api.World.CreateTransport(), new KubeClientOptions { Clock = _api.World.Clock });

    public async Task InitializeAsync() => _pod = await ExecOfWorld.PodOf(_api, "selfhosted", "podinfo");

    public async Task DisposeAsync() => await _client.DisposeAsync();

    public void Dispose() => _api.Dispose();

    private async Task<(int Code, string Output, string Error)> Run(ExecOptions options)
    {
        var (output, error) = (new MemoryStream(), new MemoryStream());
        var code = await _client.ExecAsync("selfhosted", _pod, options, async (stream, piece, stop) => await (stream == ExecStream.Output ? output : error).WriteAsync(piece, stop), CancellationToken.None);
        return (code, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    [Fact]
    public async Task It_runs_a_program_with_input_outputs_and_exit_code()
    {
        Assert.Equal((0, "some input", ""), await Run(new ExecOptions { Command = ["cat"], Input = new MemoryStream(Encoding.UTF8.GetBytes("some input")) }));
        Assert.Equal((7, "out\n", "err\n"), await Run(new ExecOptions { Command = ["sh", "-c", "echo out; echo err >&2; exit 7"] }));
        var (code, output, error) = await Run(new ExecOptions { Command = ["sh", "-c", "head -c 3M /dev/zero; head -c 3M /dev/zero >&2"] });
        Assert.Equal((0, 3 * 1024 * 1024, 3 * 1024 * 1024), (code, output.Length, error.Length));
    }

    [Fact]
    public async Task A_refusal_and_a_program_that_is_not_there_are_told()
    {
        var missing = await Assert.ThrowsAsync<KubeApiException>(() => Run(new ExecOptions { Command = ["psql"] }));
        Assert.Contains("executable file not found in $PATH", missing.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<KubeApiException>(() => Run(new ExecOptions { Command = ["true"], Container = "side" }));
    }

    [Fact]
    public async Task It_reads_and_follows_a_log_to_the_containers_end()
    {
        var lines = new List<KubeLogLine>();
        await foreach (var line in _client.LogAsync("selfhosted", _pod, new LogOptions { TailLines = 5 }, CancellationToken.None)) lines.Add(line);
        Assert.Equal(5, lines.Count);
        Assert.All(lines, static line => Assert.True(line.Time is not null && line.Text.StartsWith('{')));
        lines.Clear();
        await foreach (var line in _client.LogAsync("selfhosted", _pod, new LogOptions { TailLines = 1, Follow = true }, CancellationToken.None))
        {
            lines.Add(line);
            if (lines.Count == 1) _api.World.Advance(TimeSpan.FromMinutes(1));
            if (lines.Count == 3) await _api.Send("DELETE", $"/api/v1/namespaces/selfhosted/pods/{_pod}");
            if (lines.Count == 3) _api.World.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.InRange(lines.Count, 5, 15);
        Assert.Equal(lines.Count, lines.Select(static line => line.Time).Distinct().Count());
    }
}
