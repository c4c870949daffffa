using System.Net.WebSockets;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Tests.Containers;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary><c>ceph</c> as it is run in a pod, through the API.</summary>
public sealed class CephProgramTests : IDisposable
{
    private const string OperatorConfig = "--conf=/var/lib/rook/rook-ceph/rook-ceph.config";
    private readonly CephTestWorld world = new();
    private readonly IClusterTransport transport;

    public CephProgramTests() => transport = world.World.Sandbox.CreateTransport();

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task The_toolbox_answers_with_an_empty_line_and_a_document()
    {
        var (output, error, status) = await Run("rook-ceph-tools", "ceph", "status", "--connect-timeout=10", "-f", "json");
        Assert.StartsWith("\n{\"fsid\":\"6f1d2c8e-", output, StringComparison.Ordinal);
        Assert.Equal(("", "Success"), (error, status.Text("status")));
    }

    [Theory]
    [InlineData("-s")]
    [InlineData("--status")]
    [InlineData("status")]
    public async Task Without_a_format_it_prints_what_people_read(string command)
    {
        var (output, _, _) = await Run("rook-ceph-tools", "ceph", command);
        Assert.StartsWith("  cluster:\n    id:     6f1d2c8e-3b7a-4a57-9d8e-5c0e9ce9a001\n    health: HEALTH_OK\n \n  services:\n    mon: 3 daemons, quorum a,b,c (age 3w)\n    mgr: a(active, since 3w), standbys: b\n    osd: 6 osds: 6 up", output, StringComparison.Ordinal);
        Assert.Contains("    pgs:     49 active+clean\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operator_answers_when_it_is_told_where_its_configuration_is()
    {
        var (output, _, _) = await Run("rook-ceph-operator", "ceph", "health", OperatorConfig, "-f", "json");
        Assert.Equal("\n" + """{"status":"HEALTH_OK","checks":{},"mutes":[]}""", output);
        var (_, error, status) = await Run("rook-ceph-operator", "ceph", "health");
        Assert.Equal("Error initializing cluster client: ObjectNotFound('RADOS object not found (error calling conf_read_file)')\n", error);
        Assert.Equal("1", ExitCode(status));
    }

    [Fact]
    public async Task A_daemons_pod_has_no_key()
    {
        var (_, error, status) = await Run("rook-ceph-mon", "ceph", "health");
        Assert.EndsWith("[errno 13] RADOS permission denied (error connecting to the cluster)\n", error, StringComparison.Ordinal);
        Assert.Equal("13", ExitCode(status));
    }

    [Fact]
    public async Task A_no_is_an_answer_and_an_exit_code()
    {
        var (output, error, status) = await Run("rook-ceph-tools", "ceph", "osd", "ok-to-stop", "0", "1", "2", "3", "4", "5", "-f", "json");
        Assert.False((bool)JsonNode.Parse(output)!["ok_to_stop"]!);
        Assert.Equal("Error EBUSY: unsafe to stop osd(s) at this time (49 PGs are or would become offline)\n", error);
        Assert.Equal("16", ExitCode(status));
    }

    [Fact]
    public async Task A_command_that_changes_something_counts_as_a_write_and_one_that_looks_does_not()
    {
        var before = world.World.Sandbox.WriteCount;
        await Run("rook-ceph-tools", "ceph", "osd", "tree", "-f", "json");
        await Run("rook-ceph-tools", "ceph", "osd", "pool", "get", "ceph-blockpool", "all", "-f", "json");
        Assert.Equal(before, world.World.Sandbox.WriteCount);
        var (output, error, _) = await Run("rook-ceph-tools", "ceph", "osd", "set", "noout", "-f", "json");
        Assert.Equal(("\n", "noout is set\n"), (output, error));
        Assert.Equal(before + 1, world.World.Sandbox.WriteCount);
    }

    [Fact]
    public async Task Rados_tells_which_copy_is_bad_and_of_what_it_has_not_seen_nothing()
    {
        world.World.StartScenario("ceph-pg-inconsistent");
        var (output, _, status) = await Run("rook-ceph-tools", "rados", "list-inconsistent-obj", "2.b", "--format=json");
        Assert.Equal("Success", status.Text("status"));
        Assert.Contains("data_digest_mismatch_info", output, StringComparison.Ordinal);
        (output, _, status) = await Run("rook-ceph-operator", "rados", "list-inconsistent-obj", "2.b", OperatorConfig, "--format=json");
        Assert.Equal("Success", status.Text("status"));
        var (_, error, failed) = await Run("rook-ceph-tools", "rados", "list-inconsistent-obj", "2.ff", "--format=json");
        Assert.Equal(("No scrub information available for pg 2.ff\nerror 2: (2) No such file or directory\n", "1"), (error, ExitCode(failed)));
    }

    [Fact]
    public async Task An_unknown_format_is_refused()
    {
        var (_, error, status) = await Run("rook-ceph-tools", "ceph", "status", "-f", "nosuch");
        Assert.Contains("argument -f/--format: invalid choice: 'nosuch'", error, StringComparison.Ordinal);
        Assert.Equal("2", ExitCode(status));
    }

    [Fact]
    public async Task Without_quorum_it_times_out_when_it_was_told_to()
    {
        world.Scale("rook-ceph-mon-b", 0);
        world.Scale("rook-ceph-mon-c", 0);
        world.Run(TimeSpan.FromSeconds(30));
        var running = Run("rook-ceph-tools", "ceph", "status", "--connect-timeout=10", "-f", "json");
        var (_, error, status) = await Released(running);
        Assert.Equal(("timed out\n", "1"), (error, ExitCode(status)));
    }

    [Fact]
    public async Task Without_a_manager_what_it_answers_waits_for_ever_and_the_monitors_answer()
    {
        world.Scale("rook-ceph-mgr-a", 0);
        world.Scale("rook-ceph-mgr-b", 0);
        world.Run(TimeSpan.FromSeconds(30));
        var (output, _, _) = await Run("rook-ceph-tools", "ceph", "health", "-f", "json");
        Assert.Contains("MGR_DOWN", output, StringComparison.Ordinal);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var upgrade = await ExecOfWorld.Open(transport, Path("rook-ceph-tools", "ceph", "pg", "dump", "--connect-timeout=10", "-f", "json"));
        using var socket = upgrade.Socket!;
        var buffer = new byte[1000];
        Assert.Equal(1, (await socket.ReceiveAsync(buffer.AsMemory(), limit.Token)).Count);
        var next = socket.ReceiveAsync(buffer.AsMemory(), limit.Token).AsTask();
        world.Run(TimeSpan.FromHours(5));
        Assert.False(next.IsCompleted);
        socket.Abort();
        await Assert.ThrowsAnyAsync<Exception>(() => next);
    }

    /// <summary>Moves the clock on until a program that waits on it has ended.</summary>
    private async Task<(string Output, string Error, JsonObject Status)> Released(Task<(string Output, string Error, JsonObject Status)> running)
    {
        while (!running.IsCompleted)
        {
            world.World.Sandbox.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await running;
    }

    private Task<(string Output, string Error, JsonObject Status)> Run(string app, params string[] argv) => ExecOfWorld.Run(transport, Path(app, argv));

    private string Path(string app, params string[] argv)
    {
        var pod = world.Store.List(KubeResources.Pods, CephWorld.Namespace).First(pod => pod.Label("app") == app);
        return ExecOfWorld.Path(CephWorld.Namespace, pod.Name(), "stdout=true&stderr=true&" + ExecOfWorld.Command(argv));
    }

    private static string? ExitCode(JsonObject status) => status["details"]!["causes"]![0].Text("message");
}
