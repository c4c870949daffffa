using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Kubernetes;

public sealed class OtherServicesTests
{
    private readonly ScriptedServer _server = new ScriptedServer().Add("/api/v1/nodes", Sample.Node("infra-worker-1"), Sample.Node("parked", "Unknown", cordoned: true));
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task A_node_is_read_with_status_roles_taints_and_sizes()
    {
        var node = await new NodeService(_server.Cluster()).GetAsync("parked");

        Assert.Equal("NotReady,SchedulingDisabled", node.Status);
        Assert.Equal(["control-plane", "etcd"], node.Roles);
        Assert.Equal(["node.kubernetes.io/unschedulable:NoSchedule", "dedicated=db:NoExecute"], node.Taints);
        Assert.Equal((8.0, 7.95, 34359738368L), (node.CpuCapacity, node.CpuAllocatable, node.MemoryCapacityBytes));
        Assert.Equal((false, "NodeStatusUnknown", "10.0.0.11"), (node.Ready, node.Reason, node.InternalIP));
    }

    [Fact]
    public async Task A_missing_node_is_an_error_and_a_pattern_without_a_match_is_silence()
    {
        var nodes = new NodeService(_server.Cluster());
        Assert.Empty(await ListAsync(nodes.ListAsync(new() { Names = ["gone-*"] }, _sink.Context)));
        var error = await Assert.ThrowsAsync<OperationException>(() => ListAsync(nodes.ListAsync(new() { Names = ["gone"] }, _sink.Context)));
        Assert.Equal("NotFound", error.Id);
    }

    [Fact]
    public async Task Events_come_newest_last_and_the_server_selects_the_object()
    {
        _server.Add("/api/v1/events", Sample.Event("Pod", "a-0", "BackOff", "new", minutesAgo: 1), Sample.Event("Pod", "a-0", "Failed", "old", minutesAgo: 50), Sample.Event("Pod", "b-0", "Failed", "other"));
        var events = new EventService(_server.Cluster());

        var found = await ListAsync(events.ListAsync(new() { Names = ["a-0"], Kind = "pod" }, _sink.Context));

        Assert.Equal(["old", "new"], found.Select(e => e.Message));
        Assert.Equal("kubelet, infra-worker-1", found[0].Source);
        Assert.Contains("fieldSelector=involvedObject.name=a-0,involvedObject.kind=Pod", Assert.Single(_server.Requests), StringComparison.Ordinal);
        Assert.Equal("new", Assert.Single(await ListAsync(events.ListAsync(new() { Names = ["a-0"], Since = ScriptedServer.Now.AddMinutes(-5) }, _sink.Context))).Message);
    }

    [Fact]
    public async Task A_cluster_tells_version_health_nodes_and_systems()
    {
        var info = await new ClusterService(_server.Cluster()).GetInfoAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((true, true, "v1.33.6", 2, false, null), (info.Reachable, info.Healthy, info.Version, info.Nodes, info.IsSandbox, info.Error));
        Assert.Equal(["Kubernetes"], info.Systems);
        Assert.NotNull(info.Latency);
    }

    [Fact]
    public async Task A_cluster_that_is_not_reached_is_a_row_that_says_why()
    {
        _server.Unreachable();
        var info = await new ClusterService(_server.Cluster()).GetInfoAsync(TimeSpan.FromSeconds(30));
        Assert.False(info.Reachable);
        Assert.Contains("Connection refused", info.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_listed_is_named_and_the_rest_is_told()
    {
        _server.Forbid("/api/v1/nodes", "nodes");
        var info = await new ClusterService(_server.Cluster()).GetInfoAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((true, "v1.33.6", null), (info.Reachable, info.Version, info.Nodes));
        Assert.Contains("nodes is forbidden", info.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_real_cluster_is_no_sandbox()
    {
        var sandbox = new SandboxService(_server.Cluster());
        foreach (var attempt in (Func<Task>[])[() => ListAsync(sandbox.GetScenariosAsync()), () => sandbox.GetClockAsync(), () => sandbox.ResetAsync(_sink.Context)])
        {
            var error = await Assert.ThrowsAsync<OperationException>(attempt);
            Assert.Equal(("NotASandbox", "Get-K8sScenario -Cluster sandbox-infra"), (error.Id, error.Remedy));
        }

        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task A_step_of_no_time_is_refused_before_anything_is_sent()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => new SandboxService(_server.Cluster()).StepAsync(TimeSpan.Zero, _sink.Context));
        Assert.Equal("InvalidDuration", error.Id);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task A_check_or_system_that_is_not_known_is_an_error()
    {
        var platform = new PlatformService(_server.Cluster());
        await Assert.ThrowsAsync<OperationException>(() => ListAsync(platform.CheckAsync(["Nomad"], null, _sink.Context)));
        await Assert.ThrowsAsync<OperationException>(() => ListAsync(platform.CheckAsync(null, ["K8S.NOTHING"], _sink.Context)));
        Assert.Empty(await ListAsync(platform.CheckAsync(["Nomad*"], null, _sink.Context)));
        Assert.Equal(3, (await ListAsync(platform.CheckAsync(null, ["K8S.NODE_*"], _sink.Context))).Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task The_systems_come_in_their_order_however_fast_each_was()
    {
        var fast = new TaskCompletionSource();
        var platform = new PlatformService(_server.Cluster(), [new OneCheck("Slow", fast.Task, null), new OneCheck("Fast", Task.CompletedTask, fast)]);
        Assert.Equal(["SLOW.ONE", "FAST.ONE"], (await ListAsync(platform.CheckAsync(null, null, _sink.Context))).Select(r => r.Id));
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var all = new List<T>();
        await foreach (var item in items) all.Add(item);
        return all;
    }

    private sealed class OneCheck(string name, Task before, TaskCompletionSource? after) : ISystem
    {
        public string Name => name;

        public IReadOnlyList<CheckInfo> Checks => [new(name.ToUpperInvariant() + ".ONE", "One")];

        public Task<bool> IsInstalledAsync(Cluster cluster, CancellationToken cancellationToken) => Task.FromResult(true);

        public async IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, OperationContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await before.WaitAsync(cancellationToken);
            yield return new CheckResult { Id = Checks[0].Id, System = name, Cluster = cluster.Context, Status = CheckStatus.Pass, Message = "well", ObservedAt = default };
            after?.SetResult();
        }
    }
}
