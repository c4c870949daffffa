using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Nodes;

public sealed class DrainServiceTests
{
    private const string Node = "infra-worker-1";
    private const string Scratch = """{"containers":[{"name":"app","image":"a:1"}],"volumes":[{"name":"cache","emptyDir":{}},{"name":"host","hostPath":{"path":"/x"}}]}""";
    private readonly ScriptedServer _server = new();
    private readonly RecordingSink _sink = new();
    private readonly SteppingClock _clock = new(ScriptedServer.Now);
    private readonly Cluster _cluster;

    public DrainServiceTests()
    {
        _cluster = new Cluster("infra", new KubeClient(_server, new KubeClientOptions { Clock = new HeldClock(ScriptedServer.Now) }), _clock);
        _server.Add("/api/v1/nodes", Sample.Node(Node), Sample.Node("infra-worker-2"));
        foreach (var node in (string[])[Node, "infra-worker-2"]) _server.Answer($"PATCH /api/v1/nodes/{node}", _ => (200, Sample.Node(node, cordoned: true).ToJsonString()));
        _server.Add("/apis/policy/v1/poddisruptionbudgets");
        _server.Add("/apis/apps/v1/daemonsets", Sample.Parse("""{"metadata":{"name":"kube-proxy","namespace":"kube-system"}}"""));
    }

    private DrainService Service => new(_cluster);

    [Fact]
    public async Task Each_pod_is_judged_by_the_first_rule_that_decides()
    {
        _server.Pods(
            Sample.Healthy("web-1", owner: "ReplicaSet/web"),
            Sample.Healthy("kube-proxy-1", "kube-system", "DaemonSet/kube-proxy"),
            Static("kube-apiserver-1"),
            Sample.Pod("done", """{"phase":"Succeeded"}""", spec: Scratch),
            Sample.Pod("going", Statuses.Running, owner: "ReplicaSet/web", spec: Scratch, deletedAt: Sample.Ago(0)),
            Sample.Healthy("kruise-1", owner: "DaemonSet/other"));
        KruiseOwned("kruise-1");
        Evicts("web-1", "done");
        var plan = Assert.Single(await PlanAsync(DrainOptions.Default));
        Assert.Empty(plan.Obstacles);
        Assert.Equal(
            ["done Evict", "going Await", "kruise-1 Skip", "kube-apiserver-1 Skip", "kube-proxy-1 Skip", "web-1 Evict"],
            plan.Pods.Select(p => $"{p.Name} {p.Step}").Order(StringComparer.Ordinal));
        Assert.All(_server.Requests.Where(r => r.StartsWith("POST", StringComparison.Ordinal) || r.StartsWith("PATCH", StringComparison.Ordinal)), r => Assert.Contains("dryRun=All", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everything_that_is_in_the_way_on_any_node_is_named_in_one_error_before_anything_is_changed()
    {
        _server.Pods(
            Sample.Pod("cache-1", Statuses.Running, owner: "ReplicaSet/cache", spec: Scratch),
            Sample.Healthy("lonely"),
            Sample.Healthy("orphan-1", "kube-system", "DaemonSet/gone"),
            Sample.Healthy("both-1", owner: "ReplicaSet/both", node: "infra-worker-2"));
        Budget("one", "both-1", expected: 3, desired: 2);
        Budget("two", "both-1", expected: 3, desired: 2);
        var refusal = Service.RefusalOf(await Service.PlanAsync([Node, "infra-worker-2"], DrainOptions.Default, _sink.Context, CancellationToken.None), DrainOptions.Default);
        Assert.Equal("DrainRefused", refusal!.Id);
        foreach (var part in (string[])[
            "media/cache-1 on infra-worker-1: the content of its emptyDir cache would be lost (-DeleteEmptyDirData lets it pass)",
            "media/lonely on infra-worker-1: it has no controller, so nobody makes it anew (-Force lets it pass)",
            "kube-system/orphan-1 on infra-worker-1: its DaemonSet gone is gone, so nobody makes it anew (-Force lets it pass)",
            "media/both-1 on infra-worker-2: 2 budgets select it (one, two)",
            "4 pods are in the way, so nothing was cordoned and nothing evicted",
        ]) Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("Clear-K8sNode -Cluster infra -Name infra-worker-1, infra-worker-2 -DeleteEmptyDirData -Force", refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("PodDisruptionBudget media/two", refusal.Remedy, StringComparison.Ordinal);
        Assert.Empty(_sink.Changes);
    }

    [Fact]
    public async Task The_switches_let_pass_what_they_are_for()
    {
        _server.Pods(Sample.Pod("cache-1", Statuses.Running, owner: "ReplicaSet/cache", spec: Scratch), Sample.Healthy("lonely"), Sample.Healthy("orphan-1", owner: "DaemonSet/gone"));
        Evicts("cache-1", "lonely", "orphan-1");
        var plan = Assert.Single(await PlanAsync(new DrainOptions { DeleteEmptyDirData = true, Force = true }));
        Assert.Empty(plan.Obstacles);
        Assert.Equal(["DaemonSet gone is gone: nobody makes it anew", "loses emptyDir cache", "no controller makes it anew"], plan.Pods.Select(p => p.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_remedy_keeps_what_was_given_already()
    {
        _server.Pods(Sample.Pod("cache-1", Statuses.Running, spec: Scratch));
        var options = new DrainOptions { DeleteEmptyDirData = true };
        Assert.Equal("Clear-K8sNode -Cluster infra -Name infra-worker-1 -DeleteEmptyDirData -Force", Service.RefusalOf(await PlanAsync(options), options)!.Remedy);
    }

    [Theory]
    [InlineData("""{"maxUnavailable":0}""", "maxUnavailable 0")]
    [InlineData("""{"minAvailable":2}""", "minAvailable 2")]
    [InlineData("""{"minAvailable":"100%"}""", "minAvailable 100%")]
    public async Task A_budget_that_never_lets_a_pod_go_is_found_beforehand(string rule, string named)
    {
        _server.Pods(Sample.Healthy("db-1", owner: "StatefulSet/db"));
        Budget("db", "db-1", expected: 2, desired: 2, healthy: 2, rule: rule);
        var obstacle = Assert.Single(Assert.Single(await PlanAsync(DrainOptions.Default)).Obstacles);
        Assert.Contains($"the budget db ({named}) never lets one of its 2 pods go", obstacle.Why, StringComparison.Ordinal);
        Assert.Null(obstacle.PassedBy);
    }

    [Fact]
    public async Task A_budget_that_an_operator_made_is_waited_for_since_the_operator_may_move_its_work_once_it_sees_the_cordon()
    {
        _server.Pods(Sample.Healthy("db-1", owner: "Cluster/db"));
        Budget("db", "db-1", expected: 1, desired: 1, healthy: 1, rule: """{"minAvailable":1}""", owner: "Cluster");
        _server.Answer(Eviction("db-1"), _ => Refused429());
        var plan = Assert.Single(await PlanAsync(DrainOptions.Default));
        Assert.Empty(plan.Obstacles);
        Assert.StartsWith("waits for the operator of Cluster db: the budget db (minAvailable 1)", Assert.Single(plan.Pods).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_not_ready_passes_a_budget_that_allows_those_and_what_nobody_counted_yet_claims_nothing()
    {
        _server.Pods(Sample.Pod("sick-1", """{"phase":"Running","conditions":[{"type":"Ready","status":"False"}]}""", owner: "ReplicaSet/sick"), Sample.Healthy("new-1", owner: "ReplicaSet/new"));
        Budget("sick", "sick-1", expected: 1, desired: 1, healthy: 0, rule: """{"maxUnavailable":0,"unhealthyPodEvictionPolicy":"AlwaysAllow"}""");
        Budget("new", "new-1", expected: 1, desired: 1, healthy: 1, rule: """{"maxUnavailable":0}""", observed: 0);
        Evicts("sick-1", "new-1");
        Assert.Empty(Assert.Single(await PlanAsync(DrainOptions.Default)).Obstacles);
    }

    [Fact]
    public async Task What_budgets_refuse_now_is_asked_again_until_it_goes_and_each_step_is_told()
    {
        _server.Pods(Sample.Healthy("web-1", owner: "ReplicaSet/web"), Sample.Healthy("proxy-1", "kube-system", "DaemonSet/kube-proxy"));
        _server.Add("/apis/apps/v1/daemonsets");
        var asked = 0;
        _server.Answer(Eviction("web-1"), r =>
        {
            if (IsDry(r)) return Refused429();
            if (++asked < 3) return Refused429();
            _server.Remove("/api/v1/pods", "web-1");
            return Created();
        });
        var options = new DrainOptions { Force = true };
        var plan = Assert.Single(await PlanAsync(options));
        Assert.Contains("waits: The disruption budget web needs 2 healthy pods and has 2 currently", plan.Pods.Select(p => p.Reason));
        var records = await DrainAsync(plan, options);
        var web = Assert.Single(records, r => r.Name == "web-1");
        Assert.Equal((EvictionOutcome.Evicted, 3, "ReplicaSet web"), (web.Outcome, web.Attempts, web.Owner));
        Assert.True(web.Elapsed >= TimeSpan.FromSeconds(10), $"{web.Elapsed}");
        var change = Assert.Single(_sink.Changes, c => c.Change.Name == "web-1");
        Assert.Equal((ChangeOutcome.Made, "evict"), (change.Outcome, change.Change.Verb));
        Assert.Contains(_sink.Progress, p => p.Status.Contains("media/web-1: The disruption budget web needs 2 healthy pods", StringComparison.Ordinal));
        Assert.True(_sink.Progress.Last().Completed);
    }

    [Fact]
    public async Task A_pod_of_a_StatefulSet_that_began_anew_elsewhere_under_its_name_is_not_waited_for()
    {
        _server.Pods(Sample.Healthy("db-0", owner: "StatefulSet/db"));
        _server.Answer(Eviction("db-0"), r =>
        {
            if (IsDry(r)) return Created();
            _server.Remove("/api/v1/pods", "db-0");
            var moved = Sample.Healthy("db-0", owner: "StatefulSet/db", node: "infra-worker-2");
            moved["metadata"]!["uid"] = "uid-new";
            _server.Pods(moved);
            return Refused429();
        });
        var record = Assert.Single(await DrainAsync(Assert.Single(await PlanAsync(DrainOptions.Default)), DrainOptions.Default));
        Assert.Equal((EvictionOutcome.Gone, 1), (record.Outcome, record.Attempts));
        Assert.Equal(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task At_the_end_of_the_time_the_error_names_what_is_left_and_how_to_take_the_cordon_back()
    {
        _server.Pods(Sample.Healthy("slow-1", owner: "ReplicaSet/slow"), Sample.Healthy("held-1", owner: "ReplicaSet/held"), Sample.Healthy("gone-1", owner: "ReplicaSet/gone"));
        _server.Answer(Eviction("slow-1"), _ => Created());
        _server.Answer(Eviction("held-1"), r => IsDry(r) ? Created() : Refused429());
        _server.Answer(Eviction("gone-1"), r =>
        {
            if (!IsDry(r)) _server.Remove("/api/v1/pods", "gone-1");
            return Created();
        });
        var records = new List<K8sEviction>();
        var options = new DrainOptions { Timeout = TimeSpan.FromMinutes(2) };
        var plan = Assert.Single(await PlanAsync(options));
        var e = await Assert.ThrowsAsync<OperationException>(async () => { await foreach (var r in Service.ExecuteAsync(plan, options, _sink.Context, CancellationToken.None)) records.Add(r); });
        Assert.Equal("Timeout", e.Id);
        Assert.Contains("media/held-1 (The disruption budget web needs 2 healthy pods and has 2 currently), media/slow-1 (still ending)", e.Message, StringComparison.Ordinal);
        Assert.Contains("1 of 3 pods are gone. The node stays cordoned.", e.Message, StringComparison.Ordinal);
        Assert.Contains("Enable-K8sNode -Cluster infra -Name infra-worker-1", e.Remedy, StringComparison.Ordinal);
        Assert.Equal(["gone-1 Evicted", "held-1 Blocked", "slow-1 Terminating"], records.Select(r => $"{r.Name} {r.Outcome}").Order(StringComparer.Ordinal));
        Assert.Equal(["gone-1 Made", "held-1 Refused", "slow-1 Made"], _sink.Changes.Select(c => $"{c.Change.Name} {c.Outcome}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pod_in_a_namespace_that_is_being_deleted_is_only_waited_for()
    {
        _server.Pods(Sample.Healthy("web-1", owner: "ReplicaSet/web"));
        _server.Answer(Eviction("web-1"), _ => (403, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"unable to create new content in namespace media because it is being terminated","details":{"causes":[{"reason":"NamespaceTerminating","message":"namespace media is being terminated","field":"metadata.namespace"}]}}"""));
        var pod = Assert.Single(Assert.Single(await PlanAsync(DrainOptions.Default)).Pods);
        Assert.Equal((DrainStep.Await, "its namespace is being deleted"), (pod.Step, pod.Reason));
    }

    [Fact]
    public async Task A_missing_permission_is_found_before_anything_is_changed()
    {
        _server.Pods(Sample.Healthy("web-1", owner: "ReplicaSet/web"));
        _server.Answer(Eviction("web-1"), _ => (403, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"pods \"web-1\" is forbidden: User \"ops\" cannot create resource \"pods/eviction\""}"""));
        Assert.Equal("Forbidden", (await Assert.ThrowsAsync<OperationException>(() => PlanAsync(DrainOptions.Default))).Id);
        Assert.Empty(_sink.Changes);
    }

    [Fact]
    public async Task Without_the_list_of_budgets_the_drain_goes_on_and_says_what_it_cannot_foresee()
    {
        _server.Forbid("/apis/policy/v1/poddisruptionbudgets", "poddisruptionbudgets", "policy").Pods(Sample.Healthy("web-1", owner: "ReplicaSet/web"));
        _server.Answer(Eviction("web-1"), _ => (500, """{"kind":"Status","status":"Failure","code":500,"message":"This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."}"""));
        Assert.Contains("more than one PodDisruptionBudget", Assert.Single(Assert.Single(await PlanAsync(DrainOptions.Default)).Obstacles).Why, StringComparison.Ordinal);
        Assert.Contains(_sink.Notes, n => n.Contains("poddisruptionbudgets.policy cannot be listed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_eviction_whose_answer_broke_off_is_asked_again_and_never_called_done_before_the_pod_is_gone()
    {
        _server.Pods(Sample.Healthy("web-1", owner: "ReplicaSet/web"));
        var asked = 0;
        _server.Answer(Eviction("web-1"), r =>
        {
            if (IsDry(r)) return Created();
            if (++asked == 1) throw new KubeConnectionException("The connection was reset by the server.", KubeConnectionFailure.Interrupted);
            _server.Remove("/api/v1/pods", "web-1");
            return Created();
        });
        var record = Assert.Single(await DrainAsync(Assert.Single(await PlanAsync(DrainOptions.Default)), DrainOptions.Default));
        Assert.Equal((EvictionOutcome.Evicted, 2), (record.Outcome, record.Attempts));
    }

    [Fact]
    public async Task What_the_server_refuses_for_good_does_not_keep_the_others()
    {
        _server.Pods(Sample.Healthy("bad-1", owner: "ReplicaSet/bad"), Sample.Healthy("web-1", owner: "ReplicaSet/web"));
        _server.Answer(Eviction("bad-1"), r => IsDry(r) ? Created() : (403, """{"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"message":"admission webhook denied the request"}"""));
        _server.Answer(Eviction("web-1"), r =>
        {
            if (!IsDry(r)) _server.Remove("/api/v1/pods", "web-1");
            return Created();
        });
        var plan = Assert.Single(await PlanAsync(DrainOptions.Default));
        var e = await Assert.ThrowsAsync<OperationException>(() => DrainAsync(plan, DrainOptions.Default));
        Assert.Equal("DrainIncomplete", e.Id);
        Assert.Contains("media/bad-1 (admission webhook denied the request)", e.Message, StringComparison.Ordinal);
        Assert.Equal(["bad-1 Refused", "web-1 Made"], _sink.Changes.Select(c => $"{c.Change.Name} {c.Outcome}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_leaves_every_change_with_what_is_known_of_it()
    {
        _server.Pods(Sample.Healthy("slow-1", owner: "ReplicaSet/slow"));
        using var stop = new CancellationTokenSource();
        _server.Answer(Eviction("slow-1"), r =>
        {
            if (!IsDry(r)) stop.Cancel();
            return Created();
        });
        var plan = Assert.Single(await PlanAsync(DrainOptions.Default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => { await foreach (var _ in Service.ExecuteAsync(plan, DrainOptions.Default, _sink.Context, stop.Token)) { } });
        Assert.NotEqual(ChangeOutcome.Refused, Assert.Single(_sink.Changes).Outcome);
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_not_found()
        => Assert.Equal("NotFound", (await Assert.ThrowsAsync<OperationException>(() => Service.PlanAsync(["nosuch"], DrainOptions.Default, _sink.Context, CancellationToken.None))).Id);

    private static string Eviction(string pod) => $"POST /api/v1/namespaces/media/pods/{pod}/eviction";

    private static bool IsDry(KubeRequest request) => request.PathAndQuery.Contains("dryRun=All", StringComparison.Ordinal);

    private static (int, string) Created() => (201, """{"kind":"Status","status":"Success","code":201}""");

    private static (int, string) Refused429() => (429, """{"kind":"Status","status":"Failure","reason":"TooManyRequests","code":429,"message":"Cannot evict pod as it would violate the pod's disruption budget.","details":{"causes":[{"reason":"DisruptionBudget","message":"The disruption budget web needs 2 healthy pods and has 2 currently"}]}}""");

    private void Evicts(params string[] pods)
    {
        foreach (var pod in pods) _server.Answer(Eviction(pod), _ => Created());
    }

    private void KruiseOwned(string name)
    {
        var pod = Sample.Healthy(name, owner: "DaemonSet/other");
        pod["metadata"]!["ownerReferences"]![0]!["apiVersion"] = "apps.kruise.io/v1alpha1";
        _server.Remove("/api/v1/pods", name);
        _server.Pods(pod);
    }

    private static JsonObject Static(string name)
    {
        var pod = Sample.Healthy(name, "kube-system", "Node/infra-worker-1");
        pod["metadata"]!["annotations"] = new JsonObject { ["kubernetes.io/config.mirror"] = "x" };
        return pod;
    }

    private void Budget(string name, string app, int expected, int desired, int healthy = 3, string rule = """{"minAvailable":2}""", int observed = 1, string? owner = null)
    {
        var spec = Sample.Parse(rule);
        spec["selector"] = Sample.Parse($$"""{"matchExpressions":[{"key":"app","operator":"In","values":["{{app}}"]}]}""");
        var owners = owner is null ? "" : $$""","ownerReferences":[{"apiVersion":"postgresql.cnpg.io/v1","kind":"{{owner}}","name":"{{name}}","uid":"u","controller":true}]""";
        _server.Add("/apis/policy/v1/poddisruptionbudgets", new JsonObject
        {
            ["metadata"] = Sample.Parse($$"""{"name":"{{name}}","namespace":"media","generation":1{{owners}}}"""),
            ["spec"] = spec,
            ["status"] = Sample.Parse($$"""{"observedGeneration":{{observed}},"expectedPods":{{expected}},"desiredHealthy":{{desired}},"currentHealthy":{{healthy}},"disruptionsAllowed":0}"""),
        });
    }

    private Task<IReadOnlyList<NodeDrainPlan>> PlanAsync(DrainOptions options) => Service.PlanAsync([Node], options, _sink.Context, CancellationToken.None);

    private async Task<List<K8sEviction>> DrainAsync(NodeDrainPlan plan, DrainOptions options)
    {
        var records = new List<K8sEviction>();
        await foreach (var r in Service.ExecuteAsync(plan, options, _sink.Context, CancellationToken.None)) records.Add(r);
        return records;
    }
}
