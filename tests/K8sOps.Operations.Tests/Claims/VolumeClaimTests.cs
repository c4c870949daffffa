using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Claims;

public sealed class VolumeClaimTests
{
    private const string Path = "/api/v1/namespaces/media/persistentvolumeclaims/data-sonarr-0";
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();

    public VolumeClaimTests()
    {
        _server.Add("/apis/storage.k8s.io/v1/storageclasses",
            Sample.Parse("""{"metadata":{"name":"grows"},"allowVolumeExpansion":true}"""),
            Sample.Parse("""{"metadata":{"name":"fixed"}}"""));
        _server.Pods(Sample.Pod("sonarr-0", Statuses.Running, spec: """{"containers":[{"name":"app"}],"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data-sonarr-0"}}]}"""),
            Sample.Pod("done", Statuses.Completed, spec: """{"containers":[{"name":"app"}],"volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"data-sonarr-0"}}]}"""));
    }

    [Fact]
    public async Task A_claim_is_told_with_its_pods_and_whether_it_can_grow()
    {
        Claim();
        var claim = Assert.Single(await ListAsync());
        Assert.Equal((VolumeClaimPhase.Bound, 10L << 30, 10L << 30, true, null), (claim.Phase, claim.RequestedBytes, claim.CapacityBytes, claim.IsExpandable, claim.ResizeStatus));
        Assert.Equal(["sonarr-0"], claim.Pods!);
        Assert.Equal(["ReadWriteOnce"], claim.AccessModes);
    }

    [Fact]
    public async Task What_may_not_be_read_is_null_and_never_empty()
    {
        Claim();
        _server.Forbid("/api/v1/pods", "pods").Forbid("/apis/storage.k8s.io/v1/storageclasses", "storageclasses", "storage.k8s.io");
        var claim = Assert.Single(await ListAsync());
        Assert.Null(claim.Pods);
        Assert.Null(claim.IsExpandable);
        Assert.Equal(2, _sink.Notes.Count(n => n.Contains("is not told", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("fixed", "Bound", 20, "NotExpandable")]
    [InlineData("gone", "Bound", 20, "NotExpandable")]
    [InlineData("", "Bound", 20, "NotExpandable")]
    [InlineData("grows", "Pending", 20, "ClaimNotBound")]
    [InlineData("grows", "Lost", 20, "ClaimNotBound")]
    [InlineData("grows", "Bound", 10, "SizeNotLarger")]
    [InlineData("grows", "Bound", 5, "SizeNotLarger")]
    public async Task What_cannot_work_is_refused_before_anything_is_sent(string storageClass, string phase, int gibibytes, string id)
    {
        Claim(storageClass, phase);
        Assert.Equal(id, (await Assert.ThrowsAsync<OperationException>(() => PlanAsync((long)gibibytes << 30))).Id);
        Assert.Empty(_server.Bodies);
    }

    [Fact]
    public async Task A_claim_that_took_the_name_of_another_is_refused()
    {
        Claim();
        Assert.Equal("Conflict", (await Assert.ThrowsAsync<OperationException>(() => PlanAsync(20L << 30, uid: "another"))).Id);
    }

    [Fact]
    public async Task The_plan_is_a_dry_run_with_the_uid_and_says_that_it_cannot_be_taken_back()
    {
        Claim();
        _server.Add("/apis/apps/v1/statefulsets", Sample.Parse("""{"metadata":{"name":"sonarr","namespace":"media"},"spec":{"volumeClaimTemplates":[{"metadata":{"name":"data"}}]}}"""));
        _server.Answer("PATCH " + Path, 200, Text());
        var plan = await PlanAsync(20L << 30);
        Assert.Equal("20Gi", plan.Quantity);
        Assert.Equal("""{"metadata":{"uid":"uid-1"},"spec":{"resources":{"requests":{"storage":"20Gi"}}}}""", Assert.Single(_server.Bodies));
        Assert.Contains(_server.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal) && r.Contains("dryRun=All", StringComparison.Ordinal));
        Assert.Equal(".spec.resources.requests.storage: 10Gi -> 20Gi", plan.Details[0]);
        Assert.Contains("cannot be taken back", plan.Details[1], StringComparison.Ordinal);
        Assert.Contains("StatefulSet media/sonarr", plan.Details[2], StringComparison.Ordinal);
        Assert.Empty(_sink.Changes);
    }

    [Fact]
    public async Task It_is_announced_with_its_field_and_a_conflict_is_a_refusal()
    {
        Claim();
        _server.Answer("PATCH " + Path, 200, Text());
        var plan = await PlanAsync(20L << 30);
        await new VolumeClaimResizeService(_server.Cluster()).ResizeAsync(plan, _sink.Context);
        Assert.Equal((ChangeOutcome.Made, "patch", null), (_sink.Changes.Single().Outcome, _sink.Changes.Single().Change.Verb, _sink.Changes.Single().Change.Compensation));
        _server.Answer("PATCH " + Path, 409, """{"kind":"Status","status":"Failure","reason":"Conflict","code":409,"message":"Precondition failed: UID in precondition: uid-1, UID in object meta: uid-2"}""");
        Assert.Equal("Conflict", (await Assert.ThrowsAsync<OperationException>(() => new VolumeClaimResizeService(_server.Cluster()).ResizeAsync(plan, _sink.Context))).Id);
        Assert.Equal(ChangeOutcome.Refused, _sink.Changes.Last().Outcome);
    }

    [Fact]
    public async Task A_file_system_that_waits_for_a_pod_ends_the_wait_with_a_warning_only_where_no_pod_mounts_it()
    {
        Claim();
        _server.Answer("PATCH " + Path, 200, Text());
        var plan = await PlanAsync(20L << 30);
        Waiting("""{"phase":"Bound","capacity":{"storage":"10Gi"},"conditions":[{"type":"FileSystemResizePending","status":"True","message":"Waiting for user to (re-)start a pod"}]}""");
        var claim = await new VolumeClaimResizeService(_server.Cluster()).WaitAsync(plan with { Claim = plan.Claim with { Pods = [] } }, TimeSpan.FromMinutes(1), _sink.Context);
        Assert.Equal("FileSystemResizePending", claim.ResizeStatus);
        Assert.Contains(_sink.Notes, n => n.Contains("grows when a pod mounts it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resize_that_the_storage_system_gave_up_on_is_an_error()
    {
        Claim();
        _server.Answer("PATCH " + Path, 200, Text());
        var plan = await PlanAsync(20L << 30);
        Waiting("""{"phase":"Bound","capacity":{"storage":"10Gi"},"allocatedResourceStatuses":{"storage":"ControllerResizeInfeasible"},"conditions":[{"type":"ControllerResizeError","status":"True","message":"pool is full"}]}""");
        var error = await Assert.ThrowsAsync<OperationException>(() => new VolumeClaimResizeService(_server.Cluster()).WaitAsync(plan, TimeSpan.FromMinutes(1), _sink.Context));
        Assert.Equal("ResizeFailed", error.Id);
        Assert.Contains("ControllerResizeInfeasible, pool is full", error.Message, StringComparison.Ordinal);
        Assert.True(_sink.Progress.Last().Completed);
    }

    [Theory]
    [InlineData(21474836480L, "20Gi")]
    [InlineData(1610612736L, "1536Mi")]
    [InlineData(1000L, "1000")]
    [InlineData(1L, "1")]
    public void A_size_is_written_exactly(long bytes, string quantity) => Assert.Equal(quantity, VolumeClaimResizeService.Quantity(bytes));

    private static string Text(string storageClass = "grows", string phase = "Bound", string? status = null) => $$$"""
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"data-sonarr-0","namespace":"media","uid":"uid-1","resourceVersion":"5","creationTimestamp":"{{{Sample.Ago(600)}}}"},
         "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"{{{storageClass}}}","volumeName":"pv-1","resources":{"requests":{"storage":"10Gi"} } },
         "status":{{{status ?? $$"""{"phase":"{{phase}}","capacity":{"storage":"10Gi"} }"""}}} }
        """;

    private void Claim(string storageClass = "grows", string phase = "Bound") => _server.Add("/api/v1/persistentvolumeclaims", Sample.Parse(Text(storageClass, phase)));

    /// <summary>From now on the claim is in this state; it cannot be watched, so it is looked at.</summary>
    private void Waiting(string status)
    {
        _server.Answer("/api/v1/namespaces/media/persistentvolumeclaims", 403, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"forbidden"}""");
        _server.Answer("GET " + Path, 200, Text(status: status));
    }

    private Task<ResizePlan> PlanAsync(long bytes, string? uid = null) => new VolumeClaimResizeService(_server.Cluster()).PlanAsync("media", "data-sonarr-0", uid, bytes, force: false, _sink.Context);

    private async Task<List<K8sVolumeClaim>> ListAsync()
    {
        var claims = new List<K8sVolumeClaim>();
        await foreach (var claim in new VolumeClaimService(_server.Cluster()).ListAsync(new VolumeClaimQuery(), _sink.Context)) claims.Add(claim);
        return claims;
    }
}
