using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Tests.Api;

namespace K8sOps.Sandbox.Tests.Containers;

public sealed class ExecTests : IAsyncLifetime, IDisposable
{
    private readonly ApiOfWorld _api = new(SandboxTime.Jumping);
    private readonly IClusterTransport _transport;
    private string _pod = "";

    public ExecTests() => _transport = _api.World.CreateTransport();

    public async Task InitializeAsync() => _pod = await ExecOfWorld.PodOf(_api, "selfhosted", "podinfo");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _api.Dispose();

    private Task<(string Output, string Error, JsonObject Status)> Run(string[] argv, string? input = null, string streams = "stdout=true&stderr=true") =>
        ExecOfWorld.Run(_transport, ExecOfWorld.Path("selfhosted", _pod, $"{ExecOfWorld.Command(argv)}&{streams}{(input is null ? "" : "&stdin=true")}"), input);

    private static string? ExitCode(JsonObject status) => (string?)status["details"]?["causes"]?[0]?["message"];

    [Fact]
    public async Task A_program_writes_to_both_outputs_and_succeeds()
    {
        var (output, error, status) = await Run(["sh", "-c", "echo 'to out'; echo to err >&2"]);
        Assert.Equal("to out\n", output);
        Assert.Equal("to err\n", error);
        Assert.Equal("""{"metadata":{},"status":"Success"}""", status.ToJsonString());
    }

    [Theory]
    [InlineData("3", "sh", "-c", "exit 3")]
    [InlineData("1", "/bin/false")]
    [InlineData("127", "sh", "-c", "nothing-of-that-name")]
    [InlineData("2", "sh", "-c", "for x in 1 2; do echo $x; done")]
    [InlineData("1", "cat", "/no/such/file")]
    public async Task An_exit_code_comes_in_the_causes_of_the_status(string code, params string[] argv)
    {
        var (_, _, status) = await Run(argv);
        Assert.Equal("NonZeroExitCode", (string?)status["reason"]);
        Assert.Equal("ExitCode", (string?)status["details"]!["causes"]![0]!["reason"]);
        Assert.Equal(code, ExitCode(status));
        Assert.Equal($"command terminated with non-zero exit code: command terminated with exit code {code}", (string?)status["message"]);
    }

    [Theory]
    [InlineData("psql", "exec: \"psql\": executable file not found in $PATH: unknown")]
    [InlineData("/opt/x", "exec: \"/opt/x\": stat /opt/x: no such file or directory: unknown")]
    public async Task A_program_that_the_container_does_not_have_is_an_internal_error_in_the_runtimes_words(string program, string end)
    {
        var (output, _, status) = await Run([program]);
        Assert.Empty(output);
        Assert.Equal("InternalError", (string?)status["reason"]);
        Assert.Equal(500, (int?)status["code"]);
        Assert.Contains("OCI runtime exec failed: exec failed: unable to start container process: ", (string?)status["message"], StringComparison.Ordinal);
        Assert.EndsWith(end, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_read_to_the_close_signal()
    {
        Assert.Equal("one\ntwo Ünïcode", (await Run(["cat"], "one\ntwo Ünïcode")).Output);
        Assert.Equal("", (await Run(["cat"], "")).Output);
        Assert.Equal("hello\n", (await Run(["sh"], "echo hello")).Output);
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_sent()
    {
        var (output, error, status) = await Run(["sh", "-c", "echo out; echo err >&2; exit 4"], streams: "stderr=true");
        Assert.Equal(("", "err\n"), (output, error));
        Assert.Equal("4", ExitCode(status));
    }

    [Fact]
    public async Task Large_output_on_both_channels_comes_whole_and_the_slow_reader_holds_the_program_up()
    {
        var upgrade = await ExecOfWorld.Open(_transport, ExecOfWorld.Path("selfhosted", _pod, ExecOfWorld.Command("sh", "-c", "head -c 5000000 /dev/zero; head -c 3M /dev/zero >&2") + "&stdout=1&stderr=1"));
        using var socket = upgrade.Socket!;
        await Task.Delay(50);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var channels = await ExecOfWorld.ReadAll(socket, limit.Token);
        Assert.Equal((5_000_000, 3 * 1024 * 1024), (channels[1].Length, channels[2].Length));
        Assert.Contains("Success", System.Text.Encoding.UTF8.GetString(channels[3]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_waits_on_the_worlds_clock()
    {
        var before = _api.World.Clock.GetUtcNow();
        var watch = Stopwatch.StartNew();
        var (output, _, _) = await Run(["sh", "-c", "date +%s; sleep 1h; date +%s"]);
        var times = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).ToArray();
        Assert.InRange(times[1] - times[0], 3600, 3605);
        Assert.True(_api.World.Clock.GetUtcNow() - before >= TimeSpan.FromHours(1));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"an hour took {watch.Elapsed}");
    }

    [Fact]
    public async Task The_environment_has_the_values_of_secrets_and_of_the_pod()
    {
        var pod = await ExecOfWorld.PodOf(_api, "selfhosted", "paperless");
        var all = (await ExecOfWorld.Run(_transport, ExecOfWorld.Path("selfhosted", pod, "command=env&stdout=1"))).Output;
        Assert.Contains("PAPERLESS_DBHOST=postgres-rw.databases.svc.cluster.local\n", all, StringComparison.Ordinal);
        Assert.Contains($"HOSTNAME={pod}\n", all, StringComparison.Ordinal);
        Assert.Contains("KUBERNETES_SERVICE_PORT=443\n", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nope", "command=true&stdout=1", 404, "pods \"nope\" not found")]
    [InlineData("", "stdout=1", 400, "you must specify at least one command for the container")]
    [InlineData("", "command=true", 400, "you must specify at least 1 of stdin, stdout, stderr")]
    [InlineData("", "command=true&stdout=1&container=x", 400, "container x is not valid for pod ")]
    public async Task What_cannot_be_run_is_refused_before_the_upgrade(string pod, string query, int code, string message)
    {
        var upgrade = await ExecOfWorld.Open(_transport, ExecOfWorld.Path("selfhosted", pod.Length == 0 ? _pod : pod, query));
        Assert.Null(upgrade.Socket);
        var status = JsonNode.Parse(await ExecOfWorld.Text(upgrade.Refusal!))!;
        Assert.Equal(code, upgrade.Refusal!.StatusCode);
        Assert.StartsWith(message, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_protocol_that_is_not_spoken_is_refused_and_the_fourth_version_is()
    {
        Assert.Equal(400, (await ExecOfWorld.Open(_transport, ExecOfWorld.Path("selfhosted", _pod, "command=true&stdout=1"), "v9.channel.k8s.io")).Refusal!.StatusCode);
        using var socket = (await ExecOfWorld.Open(_transport, ExecOfWorld.Path("selfhosted", _pod, "command=true&stdout=1"), "v4.channel.k8s.io")).Socket!;
        Assert.Equal("v4.channel.k8s.io", socket.SubProtocol);
        Assert.Equal(400, (await _api.Send("GET", ExecOfWorld.Path("selfhosted", _pod, "command=true&stdout=1"))).Code);
    }

    [Fact]
    public async Task A_container_that_does_not_run_is_told_on_the_channel_of_the_outcome()
    {
        await _api.Send("PATCH", "/apis/apps/v1/namespaces/selfhosted/deployments/podinfo", """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"ghcr.io/stefanprodan/podinfo:-nope-"}]}}}}""", type: "application/strategic-merge-patch+json");
        _api.World.Advance(TimeSpan.FromMinutes(1));
        var waiting = (await _api.Get("/api/v1/namespaces/selfhosted/pods?labelSelector=app.kubernetes.io/name%3Dpodinfo"))["items"]!.AsArray().First(static pod => (string?)pod!["status"]!["containerStatuses"]![0]!["state"]!["waiting"]?["reason"] is not null);
        var (_, _, status) = await ExecOfWorld.Run(_transport, ExecOfWorld.Path("selfhosted", (string)waiting!["metadata"]!["name"]!, "command=true&stdout=1"));
        Assert.Equal("Internal error occurred: unable to upgrade connection: container not found (\"app\")", (string?)status["message"]);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_program_and_lets_the_clock_go_on()
    {
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            var socket = (await ExecOfWorld.Open(_transport, ExecOfWorld.Path("selfhosted", _pod, "command=cat&stdin=1&stdout=1"))).Socket!;
            await socket.ReceiveAsync(new byte[10].AsMemory(), limit.Token);
            socket.Abort();
        }

        var watch = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromHours(10), _api.World.Clock).WaitAsync(TimeSpan.FromSeconds(15));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"the clock was held for {watch.Elapsed}");
    }
}
