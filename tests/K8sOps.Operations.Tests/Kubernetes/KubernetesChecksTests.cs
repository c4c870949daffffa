using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Kubernetes;

public sealed class KubernetesChecksTests
{
    private const string Claims = "/api/v1/persistentvolumeclaims";
    private const string WithClaim = """{"containers":[{"name":"app","image":"a"}],"volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"data-sonarr-0"}}]}""";
    private readonly ScriptedServer _server = new ScriptedServer().Add("/api/v1/nodes", Sample.Node("infra-worker-1"), Sample.Node("infra-worker-2")).Pods(Sample.Healthy("fine-0"));
    private readonly RecordingSink _sink = new();

    [Fact]
    public async Task A_sound_cluster_passes_every_check_once()
    {
        var results = await CheckAsync();

        Assert.Equal(new KubernetesSystem().Checks.Select(c => c.Id), results.Select(r => r.Id));
        Assert.All(results, r => Assert.Equal(CheckStatus.Pass, r.Status));
        Assert.All(results, r => Assert.Null(r.TargetName));
        Assert.True(_sink.Progress.Last().Completed);
    }

    [Fact]
    public async Task Every_list_is_read_once_and_events_only_when_something_is_wrong()
    {
        await CheckAsync();
        Assert.Equal(_server.Requests.Count, _server.Requests.Distinct().Count());
        Assert.DoesNotContain(_server.Requests, r => r.Contains("/events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_crashing_pod_is_one_finding_with_cause_remedy_and_parameters()
    {
        _server.Pods(Sample.Pod("sonarr-0", Statuses.CrashLoop, owner: "StatefulSet/sonarr"));
        _server.Add("/api/v1/events", Sample.Event("Pod", "sonarr-0", "BackOff", "Back-off restarting failed container app"), Sample.Event("Pod", "sonarr-0", "Unhealthy", "Startup probe failed: connection refused", count: 7));

        var found = Assert.Single(await FindingsAsync());

        Assert.Equal(("K8S.POD_CRASHING", CheckStatus.Fail, "Pod", "media", "sonarr-0"), (found.Id, found.Status, found.Kind, found.Namespace, found.TargetName));
        Assert.Contains("12 restarts, the last 3m ago; last ending Error, exit code 1", found.Message, StringComparison.Ordinal);
        Assert.Contains("Unhealthy: Startup probe failed: connection refused", found.Message, StringComparison.Ordinal);
        Assert.Equal("Get-K8sLog -Cluster infra -Namespace media -Name sonarr-0 -Container app -Tail 50 -Previous", found.Remedy);
        Assert.Equal(("kubernetes", "CrashLoopBackOff"), (found.Runbook, found.Symptom));
        Assert.Equal(("media", "sonarr-0"), (found.Parameters["Namespace"], found.Parameters["podname"]));
        Assert.Contains(found.Evidence, e => e.Contains("7 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pod_killed_for_memory_that_crash_loops_is_told_once_and_its_workload_points_to_it()
    {
        _server.Pods(Sample.Pod("radarr-7f9c-x2x7k", Statuses.OomLoop, owner: "ReplicaSet/radarr-7f9c"));
        _server.Add("/apis/apps/v1/deployments", Deployment("radarr", 1, 0));

        var found = await FindingsAsync();

        Assert.Equal(["K8S.POD_OOM_KILLED", "K8S.WORKLOAD_UNAVAILABLE"], found.Select(f => f.Id));
        Assert.Contains("exit code 137", found[0].Message, StringComparison.Ordinal);
        Assert.Equal("Get-K8sLog -Cluster infra -Namespace media -Name radarr-7f9c-x2x7k -Container app -Tail 50 -Previous", found[0].Remedy);
        Assert.Equal("0 of 1 available: see pod radarr-7f9c-x2x7k", found[1].Message);
        Assert.Equal("radarr", found[1].Parameters["Workload"]);
    }

    [Theory]
    [InlineData("RestartedLately", "K8S.POD_CRASHING", CheckStatus.Warn)]
    [InlineData("RestartedLongAgo", null, CheckStatus.Pass)]
    [InlineData("OomNow", "K8S.POD_OOM_KILLED", CheckStatus.Fail)]
    [InlineData("ImagePull", "K8S.POD_WAITING", CheckStatus.Fail)]
    [InlineData("ConfigError", "K8S.POD_WAITING", CheckStatus.Fail)]
    [InlineData("Unschedulable", "K8S.POD_WAITING", CheckStatus.Fail)]
    [InlineData("Creating", "K8S.POD_WAITING", CheckStatus.Fail)]
    [InlineData("Gated", null, CheckStatus.Pass)]
    [InlineData("NotReadyYet", "K8S.POD_NOT_READY", CheckStatus.Warn)]
    [InlineData("Evicted", "K8S.POD_NOT_READY", CheckStatus.Warn)]
    [InlineData("Completed", null, CheckStatus.Pass)]
    [InlineData("InitCrashing", "K8S.POD_CRASHING", CheckStatus.Fail)]
    public async Task A_pod_is_spoken_for_by_one_check(string state, string? id, CheckStatus status)
    {
        var json = (string)typeof(Statuses).GetField(state)!.GetValue(null)!;
        _server.Pods(Sample.Pod("app-0", json, node: state is "Unschedulable" or "Gated" ? null : "infra-worker-1"));

        var found = await FindingsAsync();

        if (id is null) Assert.Empty(found);
        else Assert.Equal((id, status), (Assert.Single(found).Id, found[0].Status));
    }

    [Theory]
    [InlineData("Unschedulable")]
    [InlineData("Creating")]
    [InlineData("NotReadyYet")]
    public async Task A_young_pod_is_given_time(string state)
    {
        _server.Pods(Sample.Pod("app-0", (string)typeof(Statuses).GetField(state)!.GetValue(null)!, node: state == "Unschedulable" ? null : "infra-worker-1", ageMinutes: 0.5));
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task The_schedulers_words_are_in_the_message()
    {
        _server.Pods(Sample.Pod("app-0", Statuses.Unschedulable, node: null));
        var found = Assert.Single(await FindingsAsync());
        Assert.StartsWith("has not started for 10h: Unschedulable: 0/6 nodes are available: 3 Insufficient memory", found.Message, StringComparison.Ordinal);
        Assert.Equal("Get-K8sEvent -Cluster infra -Namespace media -Kind Pod -Name app-0", found.Remedy);
    }

    [Fact]
    public async Task A_claim_that_cannot_bind_speaks_for_the_pod_that_waits_for_it()
    {
        _server.Pods(Sample.Pod("sonarr-0", Statuses.UnboundClaim, node: null, spec: WithClaim, owner: "StatefulSet/sonarr"));
        _server.Add(Claims, Claim("data-sonarr-0", "Pending", "ceph-blok"));
        _server.Add("/apis/storage.k8s.io/v1/storageclasses", Sample.Parse("""{"metadata":{"name":"ceph-block"},"volumeBindingMode":"Immediate"}"""));

        var found = Assert.Single(await FindingsAsync());

        Assert.Equal("K8S.CLAIM_UNBOUND", found.Id);
        Assert.Equal("Pending for 1h35m: there is no storage class ceph-blok; pods that wait for it: sonarr-0".Replace("1h35m", "95m", StringComparison.Ordinal), found.Message);
        Assert.Equal("data-sonarr-0", found.Parameters["ClaimName"]);
        Assert.Equal("Get-K8sEvent -Cluster infra -Namespace media -Kind PersistentVolumeClaim -Name data-sonarr-0", found.Remedy);
        Assert.Contains(await CheckAsync(), r => r is { Id: "K8S.POD_WAITING", Status: CheckStatus.Skip, TargetName: "sonarr-0" });
    }

    [Fact]
    public async Task A_claim_that_waits_for_its_first_consumer_is_as_it_should_be()
    {
        _server.Add(Claims, Claim("spare", "Pending", "local"));
        _server.Add("/apis/storage.k8s.io/v1/storageclasses", Sample.Parse("""{"metadata":{"name":"local"},"volumeBindingMode":"WaitForFirstConsumer"}"""));
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task When_claims_may_not_be_listed_the_waiting_pod_speaks_for_itself()
    {
        _server.Pods(Sample.Pod("sonarr-0", Statuses.UnboundClaim, node: null, spec: WithClaim));
        _server.Forbid(Claims, "persistentvolumeclaims");

        var found = await FindingsAsync();

        Assert.Equal([("K8S.POD_WAITING", CheckStatus.Fail), ("K8S.CLAIM_UNBOUND", CheckStatus.Unknown)], found.Select(f => (f.Id, f.Status)));
    }

    [Fact]
    public async Task A_lost_node_speaks_for_its_pods_and_daemon_sets()
    {
        _server.Add("/api/v1/nodes", Sample.Node("infra-worker-3", "Unknown"));
        _server.Add("/api/v1/events", Sample.Event("Node", "infra-worker-3", "NodeNotReady", "Node infra-worker-3 status is now: NodeNotReady", "default"));
        _server.Pods(
            Sample.Pod("cilium-abcde", Statuses.NotReadyYet, "kube-system", "DaemonSet/cilium", "infra-worker-3"),
            Sample.Pod("web-5d8f-11111", Statuses.NotReadyYet, "media", "ReplicaSet/web-5d8f", "infra-worker-3"));
        _server.Add("/apis/apps/v1/daemonsets", Sample.Workload("cilium", 0, """{"desiredNumberScheduled":3,"numberAvailable":2,"observedGeneration":3}""", "kube-system"));
        _server.Add("/apis/apps/v1/deployments", Deployment("web", 2, 1));

        var found = await FindingsAsync();

        Assert.Equal(["K8S.NODE_NOT_READY", "K8S.WORKLOAD_UNAVAILABLE"], found.Select(f => f.Id));
        Assert.Equal("not ready for 12m: NodeStatusUnknown: Kubelet stopped posting node status.", found[0].Message);
        Assert.Equal("infra-worker-3", found[0].Parameters["NodeName"]);
        Assert.Contains("NodeNotReady", Assert.Single(found[0].Evidence), StringComparison.Ordinal);
        Assert.Equal((CheckStatus.Warn, "1 of 2 available: see node infra-worker-3"), (found[1].Status, found[1].Message));
        // Asked alone, the pods' own check does not pass over them.
        Assert.Contains(await CheckAsync(), r => r is { Id: "K8S.POD_NOT_READY", Status: CheckStatus.Skip });
    }

    [Fact]
    public async Task Pressure_and_cordon_are_told_for_each_node()
    {
        _server.Add("/api/v1/nodes", Sample.Node("full", extraCondition: """{"type":"MemoryPressure","status":"True","message":"kubelet has insufficient memory available"}"""), Sample.Node("parked", cordoned: true));

        var found = await FindingsAsync();

        Assert.Equal([("K8S.NODE_PRESSURE", "full"), ("K8S.NODE_UNSCHEDULABLE", "parked")], found.Select(f => (f.Id, f.TargetName)));
        Assert.All(found, f => Assert.Equal(CheckStatus.Warn, f.Status));
        Assert.Equal("MemoryPressure: kubelet has insufficient memory available", found[0].Message);
    }

    [Fact]
    public async Task A_workload_whose_status_is_out_of_date_is_unknown()
    {
        _server.Add("/apis/apps/v1/statefulsets", Sample.Workload("db", 1, """{"readyReplicas":1,"observedGeneration":2}"""));
        var found = Assert.Single(await FindingsAsync());
        Assert.Equal(CheckStatus.Unknown, found.Status);
        Assert.Contains("generation 3, observed 2", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_past_its_deadline_fails_though_old_pods_serve()
    {
        _server.Add("/apis/apps/v1/deployments", Sample.Workload("web", 2, """{"availableReplicas":2,"observedGeneration":3,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"ReplicaSet \"web-1\" has timed out progressing."}]}"""));
        var found = Assert.Single(await FindingsAsync());
        Assert.Equal((CheckStatus.Fail, "2 of 2 available: ReplicaSet \"web-1\" has timed out progressing."), (found.Status, found.Message));
    }

    [Fact]
    public async Task A_failed_job_is_history_once_a_later_one_of_its_schedule_succeeded()
    {
        _server.Add("/apis/batch/v1/jobs", Job("backup-1", 100, "Failed"), Job("backup-2", 40, "Complete"), Job("cleanup-1", 50, "Failed", "cleanup"));

        var found = Assert.Single(await FindingsAsync());

        Assert.Equal(("K8S.JOB_FAILED", "cleanup-1"), (found.Id, found.TargetName));
        Assert.Contains("BackoffLimitExceeded: Job has reached the specified backoff limit", found.Message, StringComparison.Ordinal);
        Assert.Equal("Get-K8sPod -Cluster infra -Namespace media -Selector 'job-name=cleanup-1'", found.Remedy);
    }

    [Fact]
    public async Task An_unhealthy_API_server_is_told_by_its_parts()
    {
        _server.Answer("/readyz", 500, "[+]ping ok\n[-]etcd failed: reason withheld\n[+]log ok\n[-]poststarthook/start-informers failed: reason withheld\nreadyz check failed\n");
        var found = Assert.Single(await FindingsAsync());
        Assert.Equal("the API server is not ready: etcd, poststarthook/start-informers failed (2 of 4 parts)", found.Message);
    }

    [Fact]
    public async Task A_budget_that_wants_all_its_pods_blocks_and_one_that_only_lacks_some_now_does_not()
    {
        static JsonObject Budget(string name, int expected, int desired, int healthy, JsonArray? owners = null) => new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "media", ["generation"] = 1, ["ownerReferences"] = owners },
            ["status"] = new JsonObject { ["observedGeneration"] = 1, ["expectedPods"] = expected, ["desiredHealthy"] = desired, ["currentHealthy"] = healthy, ["disruptionsAllowed"] = Math.Max(0, healthy - desired) },
        };
        _server.Add("/apis/policy/v1/poddisruptionbudgets", Budget("all", 2, 2, 2), Budget("short", 3, 2, 2), Budget("fine", 3, 2, 3), Budget("empty", 0, 1, 0), Budget("operated", 1, 1, 1, new JsonArray(new JsonObject { ["kind"] = "Cluster", ["name"] = "pg", ["controller"] = true })));
        var found = Assert.Single(await FindingsAsync());
        Assert.Equal(("K8S.BUDGET_BLOCKING", CheckStatus.Warn, "all"), (found.Id, found.Status, found.TargetName));
        Assert.Equal("no pod of it may be evicted: it wants 2 healthy of 2, so that no node with one of them can be drained", found.Message);
        Assert.Equal("all", found.Parameters["BudgetName"]);
    }

    [Fact]
    public async Task A_namespace_that_does_not_go_is_told_with_what_holds_it()
    {
        static JsonObject Namespace(string name, double minutes, params JsonNode[] conditions) => new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["deletionTimestamp"] = Sample.Ago(minutes) },
            ["status"] = new JsonObject { ["phase"] = "Terminating", ["conditions"] = new JsonArray(conditions) },
        };
        static JsonObject Condition(string type, string message) => new() { ["type"] = type, ["status"] = "True", ["message"] = message };
        var held = Namespace("held", 30, Condition("NamespaceContentRemaining", "Some resources are remaining"), Condition("NamespaceFinalizersRemaining", "Some content in the namespace has finalizers remaining: x/y in 1 resource instances"));
        _server.Add("/api/v1/namespaces", held, Namespace("silent", 30), Namespace("young", 5), new JsonObject { ["metadata"] = new JsonObject { ["name"] = "alive" } });
        var found = await FindingsAsync();
        Assert.Equal([("K8S.NAMESPACE_TERMINATING", "held"), ("K8S.NAMESPACE_TERMINATING", "silent")], found.Select(f => (f.Id, f.TargetName)));
        Assert.Equal("Terminating for 30m: Some content in the namespace has finalizers remaining: x/y in 1 resource instances", found[0].Message);
        Assert.EndsWith("its status does not say why", found[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_is_forbidden_makes_its_checks_unknown_and_the_others_go_on()
    {
        _server.Forbid("/api/v1/nodes", "nodes");
        _server.Pods(Sample.Pod("sonarr-0", Statuses.CrashLoop));

        var results = await CheckAsync();

        Assert.Equal(["K8S.NODE_NOT_READY", "K8S.NODE_PRESSURE", "K8S.NODE_UNSCHEDULABLE"], results.Where(r => r.Status == CheckStatus.Unknown).Select(r => r.Id));
        Assert.All(results.Where(r => r.Status == CheckStatus.Unknown), r => Assert.Contains("nodes is forbidden", r.Message, StringComparison.Ordinal));
        Assert.Equal("K8S.POD_CRASHING", Assert.Single(results, r => r.Status == CheckStatus.Fail).Id);
    }

    [Fact]
    public async Task Without_events_the_findings_stand()
    {
        _server.Forbid("/api/v1/events", "events");
        _server.Pods(Sample.Pod("sonarr-0", Statuses.CrashLoop));
        Assert.Equal(CheckStatus.Fail, Assert.Single(await FindingsAsync()).Status);
        Assert.Contains(_sink.Notes, n => n.Contains("events is forbidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_API_that_is_not_served_and_a_cut_connection_are_unknown()
    {
        _server.Answer("/apis/batch/v1/jobs", 404, "404 page not found\n").Cut("/api/v1/pods").Cut("/readyz");

        var results = await CheckAsync();

        var unknown = results.Where(r => r.Status == CheckStatus.Unknown).ToDictionary(r => r.Id, r => r.Message);
        Assert.Equal(["K8S.API_UNHEALTHY", "K8S.POD_OOM_KILLED", "K8S.POD_CRASHING", "K8S.POD_WAITING", "K8S.POD_NOT_READY", "K8S.JOB_FAILED"], unknown.Keys);
        Assert.Contains("reset by the server", unknown["K8S.POD_WAITING"], StringComparison.Ordinal);
        Assert.Equal(7, results.Count(r => r.Status == CheckStatus.Pass));
    }

    [Fact]
    public async Task A_server_that_is_not_reached_makes_all_checks_unknown()
    {
        _server.Unreachable();
        var results = await CheckAsync();
        Assert.Equal(new KubernetesSystem().Checks.Count, results.Count);
        Assert.All(results, r => Assert.Equal(CheckStatus.Unknown, r.Status));
    }

    [Fact]
    public async Task A_consumer_that_has_seen_enough_stops_the_checks()
    {
        await foreach (var result in new KubernetesSystem().CheckAsync(_server.Cluster(), _sink.Context, CancellationToken.None))
        {
            Assert.NotNull(result);
            break;
        }

        Assert.True(_sink.Progress.Last().Completed);
    }

    [Fact]
    public async Task A_remedy_quotes_what_PowerShell_would_read_otherwise()
    {
        _server.Pods(Sample.Pod("app-0", Statuses.Unschedulable, node: null));
        var results = await CheckAsync("team's $x");
        Assert.Equal("Get-K8sEvent -Cluster 'team''s $x' -Namespace media -Kind Pod -Name app-0", Assert.Single(results, r => r.Status == CheckStatus.Fail).Remedy);
    }

    private static JsonObject Deployment(string name, int wanted, int available) => Sample.Workload(name, wanted,
        $$"""{"replicas":{{wanted}},"availableReplicas":{{available}},"observedGeneration":3,"conditions":[{"type":"Available","status":"{{available > 0}}","lastTransitionTime":"{{Sample.Ago(9)}}"}]}""");

    private static JsonObject Claim(string name, string phase, string storageClass) => Sample.Parse(
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"media","creationTimestamp":"{{{Sample.Ago(95)}}}"},"spec":{"storageClassName":"{{{storageClass}}}","accessModes":["ReadWriteOnce"]},"status":{"phase":"{{{phase}}}"} }""");

    private static JsonObject Job(string name, double startedAgo, string ending, string owner = "backup") => Sample.Parse(
        $$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"media","creationTimestamp":"{{{Sample.Ago(startedAgo)}}}","ownerReferences":[{"kind":"CronJob","name":"{{{owner}}}","controller":true}]},
         "status":{"startTime":"{{{Sample.Ago(startedAgo)}}}","failed":1,"conditions":[{"type":"FailureTarget","status":"True"},{"type":"{{{ending}}}","status":"True","reason":"BackoffLimitExceeded","message":"Job has reached the specified backoff limit","lastTransitionTime":"{{{Sample.Ago(startedAgo - 1)}}}"}]} }
        """);

    private async Task<IReadOnlyList<CheckResult>> CheckAsync(string context = "infra")
    {
        var results = new List<CheckResult>();
        await foreach (var result in new PlatformService(_server.Cluster(context), [new KubernetesSystem()]).CheckAsync(null, null, _sink.Context)) results.Add(result);
        return results;
    }

    // A check that leaves its objects to another says Skip; it is no finding.
    private async Task<IReadOnlyList<CheckResult>> FindingsAsync() => [.. (await CheckAsync()).Where(r => r.Status is not (CheckStatus.Pass or CheckStatus.Skip))];
}
