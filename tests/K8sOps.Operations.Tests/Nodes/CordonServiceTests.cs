using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Nodes;

public sealed class CordonServiceTests
{
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task A_cordon_says_who_when_and_why_and_can_be_taken_back()
    {
        _server.Add("/api/v1/nodes", Sample.Node("w1")).Answer("PATCH /api/v1/nodes/w1", _ => (200, Sample.Node("w1", cordoned: true).ToJsonString()));
        var service = new CordonService(_server.Cluster());
        var plan = await service.PlanCordonAsync("w1", "a new disk", _sink.Context, CancellationToken.None);
        Assert.False(plan.IsUnchanged);
        Assert.Empty(_sink.Changes);
        Assert.Contains("dryRun=All", Assert.Single(_server.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal)), StringComparison.Ordinal);
        var node = await service.ExecuteAsync(plan, _sink.Context, CancellationToken.None);
        Assert.True(node.Unschedulable);
        var body = Sample.Parse(_server.Bodies.Last());
        Assert.True((bool)body["spec"]!["unschedulable"]!);
        Assert.Equal("uid-w1", (string?)body["metadata"]!["uid"]);
        Assert.Equal("a new disk", (string?)body["metadata"]!["annotations"]!["k8sops.io/cordon-reason"]);
        Assert.Equal("2026-01-15T12:00:00Z", (string?)body["metadata"]!["annotations"]!["k8sops.io/cordon-at"]);
        Assert.Contains("@", (string?)body["metadata"]!["annotations"]!["k8sops.io/cordon-by"], StringComparison.Ordinal);
        var change = Assert.Single(_sink.Changes);
        Assert.Equal((ChangeOutcome.Made, "Enable-K8sNode -Cluster infra -Name w1"), (change.Outcome, change.Change.Compensation));
    }

    [Fact]
    public async Task A_cordon_that_is_there_already_is_left_and_only_another_reason_is_written()
    {
        var cordoned = Sample.Node("w1", cordoned: true);
        cordoned["metadata"]!["annotations"] = Sample.Parse("""{"k8sops.io/cordon-reason":"disk","k8sops.io/cordon-by":"ann@laptop","k8sops.io/cordon-at":"2026-01-14T10:00:00Z"}""");
        _server.Add("/api/v1/nodes", cordoned).Answer("PATCH /api/v1/nodes/w1", _ => (200, cordoned.ToJsonString()));
        var service = new CordonService(_server.Cluster());
        var same = await service.PlanCordonAsync("w1", null, _sink.Context, CancellationToken.None);
        Assert.True(same.IsUnchanged);
        Assert.Equal(("disk", "ann@laptop"), (same.Node.CordonReason, same.Node.CordonedBy));
        Assert.Contains(_sink.Notes, n => n.Contains("by ann@laptop, since 2026-01-14T10:00:00Z, for: disk", StringComparison.Ordinal));
        Assert.DoesNotContain(_server.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));

        var other = await service.PlanCordonAsync("w1", "memory", _sink.Context, CancellationToken.None);
        await service.ExecuteAsync(other, _sink.Context, CancellationToken.None);
        var body = Sample.Parse(_server.Bodies.Last());
        Assert.Null(body["spec"]);
        Assert.False(body["metadata"]!["annotations"]!.AsObject().ContainsKey("k8sops.io/cordon-by"));
        // The cordon was not ours: nothing takes it back.
        Assert.Null(Assert.Single(_sink.Changes).Change.Compensation);
    }

    [Fact]
    public async Task Taking_a_cordon_back_removes_what_was_written_of_it()
    {
        _server.Add("/api/v1/nodes", Sample.Node("w1", cordoned: true)).Answer("PATCH /api/v1/nodes/w1", _ => (200, Sample.Node("w1").ToJsonString()));
        var service = new CordonService(_server.Cluster());
        var plan = await service.PlanUncordonAsync("w1", _sink.Context, CancellationToken.None);
        Assert.False((await service.ExecuteAsync(plan, _sink.Context, CancellationToken.None)).Unschedulable);
        var annotations = Sample.Parse(_server.Bodies.Last())["metadata"]!["annotations"]!.AsObject();
        Assert.All((string[])["k8sops.io/cordon-reason", "k8sops.io/cordon-by", "k8sops.io/cordon-at"], a => Assert.True(annotations.ContainsKey(a) && annotations[a] is null));
        Assert.Equal("Disable-K8sNode -Cluster infra -Name w1", Assert.Single(_sink.Changes).Change.Compensation);
    }

    [Fact]
    public async Task A_refusal_is_told_as_one_and_announced_as_refused()
    {
        _server.Add("/api/v1/nodes", Sample.Node("w1")).Answer("PATCH /api/v1/nodes/w1", r => r.PathAndQuery.Contains("dryRun", StringComparison.Ordinal)
            ? (200, Sample.Node("w1", cordoned: true).ToJsonString())
            : (409, """{"kind":"Status","status":"Failure","reason":"Conflict","code":409,"message":"the UID in the precondition does not match"}"""));
        var service = new CordonService(_server.Cluster());
        var plan = await service.PlanCordonAsync("w1", null, _sink.Context, CancellationToken.None);
        Assert.Equal("Conflict", (await Assert.ThrowsAsync<OperationException>(() => service.ExecuteAsync(plan, _sink.Context, CancellationToken.None))).Id);
        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }
}
