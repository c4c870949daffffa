using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Kubernetes;

public sealed class PodServiceTests
{
    private readonly ScriptedServer _server = new ScriptedServer().Pods(
        Sample.Healthy("sonarr-0"),
        Sample.Pod("radarr-7f9c-x2x7k", Statuses.CrashLoop, owner: "ReplicaSet/radarr-7f9c", node: "infra-worker-2"),
        Sample.Healthy("coredns-1", "kube-system"),
        Sample.Pod("old-1", Statuses.Evicted, "kube-system"),
        Sample.Pod("backup-1", Statuses.Completed, "kube-system"));

    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task All_pods_of_all_namespaces_come_from_one_list()
    {
        Assert.Equal(["sonarr-0", "radarr-7f9c-x2x7k", "coredns-1", "old-1", "backup-1"], await NamesAsync(new()));
        Assert.StartsWith("GET /api/v1/pods?", Assert.Single(_server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_is_wrong_comes_with_UnhealthyOnly()
        => Assert.Equal(["radarr-7f9c-x2x7k", "old-1"], await NamesAsync(new() { UnhealthyOnly = true }));

    [Fact]
    public async Task A_name_in_a_namespace_is_read_by_itself()
    {
        Assert.Equal(["sonarr-0"], await NamesAsync(new() { Namespaces = ["media"], Names = ["Sonarr-0"] }));
        Assert.Equal(["GET /api/v1/namespaces/media/pods/sonarr-0"], _server.Requests);
    }

    [Fact]
    public async Task A_name_in_no_namespace_is_selected_by_the_server()
    {
        Assert.Equal(["coredns-1"], await NamesAsync(new() { Names = ["coredns-1"] }));
        Assert.Contains("fieldSelector=metadata.name=coredns-1", Assert.Single(_server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_is_selected_by_the_server()
    {
        Assert.Equal(["radarr-7f9c-x2x7k"], await NamesAsync(new() { Node = "infra-worker-2" }));
        Assert.Contains("fieldSelector=spec.nodeName=infra-worker-2", Assert.Single(_server.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "so*", "sonarr-0")]
    [InlineData("kube-*", "[co]*", "coredns-1,old-1")]
    [InlineData("nowhere-*", "*", "")]
    [InlineData("*", "nothing-?", "")]
    public async Task A_pattern_without_a_match_is_silence(string ns, string name, string expected)
        => Assert.Equal(expected, string.Join(',', await NamesAsync(new() { Namespaces = [ns], Names = [name] })));

    [Fact]
    public async Task A_literal_name_that_is_not_there_is_an_error_after_what_is()
    {
        var found = new List<string>();
        var error = await Assert.ThrowsAsync<OperationException>(async () =>
        {
            await foreach (var pod in Service().ListAsync(new() { Namespaces = ["media"], Names = ["lidarr-0", "sonarr-0"] }, _sink.Context)) found.Add(pod.Name);
        });

        Assert.Equal("NotFound", error.Id);
        Assert.Equal("media/lidarr-0", error.Target);
        Assert.Contains("on infra", error.Message, StringComparison.Ordinal);
        Assert.Equal(["sonarr-0"], found);
    }

    [Fact]
    public async Task Every_missing_name_is_told_to_who_wants_to_know()
    {
        var missing = new List<string?>();
        await NamesAsync(new() { Names = ["b", "sonarr-0", "a"], OnMissing = e => missing.Add(e.Target) });
        Assert.Equal(["a", "b"], missing);
    }

    [Fact]
    public async Task A_mistyped_namespace_is_an_error_and_not_an_empty_list()
    {
        var error = await Assert.ThrowsAsync<OperationException>(() => NamesAsync(new() { Namespaces = ["medai"] }));
        Assert.Equal(("NotFound", "medai"), (error.Id, error.Target));
    }

    [Fact]
    public async Task A_namespace_that_may_not_be_read_does_not_spoil_its_empty_list()
    {
        _server.Forbid("/api/v1/namespaces/quiet", "namespaces");
        Assert.Empty(await NamesAsync(new() { Namespaces = ["quiet"] }));
    }

    [Fact]
    public async Task A_healthy_pod_that_was_named_is_not_missing_under_UnhealthyOnly()
        => Assert.Empty(await NamesAsync(new() { Namespaces = ["media"], Names = ["sonarr-0"], UnhealthyOnly = true }));

    [Theory]
    [InlineData(PodEndState.Failed, "old-1")]
    [InlineData(PodEndState.Evicted, "old-1")]
    [InlineData(PodEndState.Succeeded, "backup-1")]
    [InlineData(PodEndState.Unknown, "")]
    public async Task Pods_are_found_by_how_they_ended(PodEndState state, string expected)
        => Assert.Equal(expected, string.Join(',', await NamesAsync(new() { EndStates = [state] })));

    [Fact]
    public async Task A_uid_finds_only_that_very_pod()
    {
        Assert.Equal(["sonarr-0"], await NamesAsync(new() { Uid = "uid-sonarr-0" }));
        Assert.Empty(await NamesAsync(new() { Namespaces = ["media"], Names = ["sonarr-0"], Uid = "uid-of-another" }));
    }

    [Fact]
    public async Task A_refusal_is_told_with_its_remedy()
    {
        _server.Forbid("/api/v1/pods", "pods");
        var error = await Assert.ThrowsAsync<OperationException>(() => NamesAsync(new()));
        Assert.Equal(("Forbidden", OperationCategory.PermissionDenied), (error.Id, error.Category));
        Assert.StartsWith("Cannot list pods on infra: pods is forbidden", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_is_announced_before_it_is_sent_and_bound_to_the_uid()
    {
        _server.Answer("DELETE /api/v1/namespaces/media/pods/sonarr-0", 200, """{"kind":"Pod"}""");
        var before = -1;
        _sink.OnAnnounced = () => before = _server.Requests.Count(r => r.StartsWith("DELETE", StringComparison.Ordinal));

        await Service().RemoveAsync(await Service().GetAsync("media", "sonarr-0"), _sink.Context, TimeSpan.FromSeconds(5));

        Assert.Equal(0, before);
        Assert.Contains("\"uid\":\"uid-sonarr-0\"", Assert.Single(_server.Bodies), StringComparison.Ordinal);
        Assert.Contains("\"gracePeriodSeconds\":5", Assert.Single(_server.Bodies), StringComparison.Ordinal);
        var change = Assert.Single(_sink.Changes);
        Assert.Equal("delete Pod media/sonarr-0 on infra", change.Change.ToString());
        Assert.Equal(ChangeOutcome.Made, change.Outcome);
    }

    [Fact]
    public async Task A_dry_run_announces_nothing_and_asks_the_server()
    {
        _server.Answer("DELETE /api/v1/namespaces/media/pods/sonarr-0", 200, """{"kind":"Pod"}""");
        await Service().RemoveAsync(await Service().GetAsync("media", "sonarr-0"), _sink.Context, dryRun: true);

        Assert.Empty(_sink.Changes);
        Assert.Contains("DELETE /api/v1/namespaces/media/pods/sonarr-0?dryRun=All", _server.Requests);
    }

    [Fact]
    public async Task A_namesake_is_not_deleted_and_the_change_is_refused()
    {
        _server.Answer("DELETE /api/v1/namespaces/media/pods/sonarr-0", 409, """{"kind":"Status","status":"Failure","reason":"Conflict","code":409,"message":"Precondition failed: UID in precondition: a, UID in object meta: b"}""");
        var pod = await Service().GetAsync("media", "sonarr-0");
        var error = await Assert.ThrowsAsync<OperationException>(() => Service().RemoveAsync(pod, _sink.Context));

        Assert.Equal("Conflict", error.Id);
        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task A_deletion_whose_answer_breaks_off_is_unknown()
    {
        _server.Cut("DELETE /api/v1/namespaces/media/pods/sonarr-0");
        var pod = await Service().GetAsync("media", "sonarr-0");
        var error = await Assert.ThrowsAsync<OperationException>(() => Service().RemoveAsync(pod, _sink.Context));

        Assert.Equal("ConnectionFailed", error.Id);
        Assert.Equal(ChangeOutcome.Unknown, Assert.Single(_sink.Changes).Outcome);
    }

    private PodService Service() => new(_server.Cluster());

    private async Task<IReadOnlyList<string>> NamesAsync(PodQuery query)
    {
        var names = new List<string>();
        await foreach (var pod in Service().ListAsync(query, _sink.Context)) names.Add(pod.Name);
        return names;
    }
}
