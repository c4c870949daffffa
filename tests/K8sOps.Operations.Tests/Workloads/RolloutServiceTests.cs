using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Workloads;

public class RolloutServiceTests
{
    private const string Path = "/apis/apps/v1/namespaces/media/deployments/web";
    private readonly RecordingSink _sink = new();

    private static JsonObject Web(string spec = "", string status = """ "observedGeneration":3,"replicas":1,"updatedReplicas":1,"availableReplicas":1 """) => Sample.Parse($$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"media","uid":"u-web","generation":3,"annotations":{"deployment.kubernetes.io/revision":"2","note":"mine"} },
         "spec":{"replicas":1 {{{spec}}},"selector":{"matchLabels":{"app":"web"} },"template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"app","image":"a:2"}]} } },
         "status":{ {{{status}}} } }
        """);

    private static JsonObject Keeper(string name, string revision, string image, string owner = "u-web") => Sample.Parse($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"media","labels":{"app":"web"},"annotations":{"deployment.kubernetes.io/revision":"{{{revision}}}","kubernetes.io/change-cause":"to {{{image}}}"},
                     "ownerReferences":[{"kind":"Deployment","name":"web","uid":"{{{owner}}}","controller":true}]},
         "spec":{"template":{"metadata":{"labels":{"app":"web","pod-template-hash":"x"} },"spec":{"containers":[{"name":"app","image":"{{{image}}}"}]} } },"status":{"replicas":0} }
        """);

    private static ScriptedServer Server(JsonObject web) => new ScriptedServer().Add("/apis/apps/v1/deployments", web)
        .Add("/apis/apps/v1/replicasets", Keeper("web-1", "1", "a:1"), Keeper("web-2", "2", "a:2"), Keeper("other", "9", "b:9", owner: "u-other"), Keeper("odd", "not a number", "c:1"));

    private async Task<WorkloadTarget> TargetAsync(ScriptedServer server, string? uid = null)
        => Assert.Single(await new WorkloadService(server.Cluster()).TargetsAsync(null, "media", ["web"], uid, _sink.Context, null));

    [Fact]
    public async Task The_history_holds_only_what_this_very_workload_owns()
    {
        var server = Server(Web());
        var history = new List<K8sRollout>();
        await foreach (var revision in new RolloutService(server.Cluster()).HistoryAsync(await TargetAsync(server))) history.Add(revision);
        Assert.Equal([(1, false, "to a:1"), (2, true, "to a:2")], history.Select(r => (r.Revision, r.IsCurrent, r.ChangeCause)));
    }

    [Fact]
    public async Task An_undo_puts_back_the_template_without_its_hash_and_keeps_the_workloads_own_annotations()
    {
        var server = Server(Web()).Answer("PATCH " + Path, _ =>
        {
            var after = Web();
            after["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "a:1";
            return (200, after.ToJsonString());
        });
        var plan = await new RolloutService(server.Cluster()).PlanUndoAsync(await TargetAsync(server), null, false, _sink.Context);
        Assert.Equal(".spec.template.spec.containers[name=app].image: \"a:2\" → \"a:1\"", Assert.Single(plan.Changes).ToString());
        Assert.Equal("Undo-K8sRollout -Cluster infra -Kind Deployment -Namespace media -Name web -Revision 2", plan.Compensation);
        var patch = JsonNode.Parse(Assert.Single(server.Bodies))!.AsArray();
        Assert.Equal(["test", "replace", "replace"], patch.Select(p => (string)p!["op"]!));
        Assert.Null(patch[1]!["value"]!["metadata"]!["labels"]!["pod-template-hash"]);
        Assert.Equal(["2", "to a:1"], patch[2]!["value"]!.AsObject().Select(a => (string)a.Value!));
        Assert.Contains("dryRun=All", server.Requests[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_made_names_what_takes_it_back()
    {
        var server = Server(Web());
        server.Answer("PATCH " + Path + "/scale", 200, """{"kind":"Scale","spec":{"replicas":4}}""");
        var changes = new WorkloadChangeService(server.Cluster());
        var plan = await changes.PlanSetAsync(await TargetAsync(server), new WorkloadSettings { Replicas = 4 }, false, _sink.Context);
        await changes.ExecuteAsync(plan, _sink.Context);
        var change = Assert.Single(_sink.Changes);
        Assert.Equal((ChangeOutcome.Made, "scale", "Set-K8sWorkload -Cluster infra -Kind Deployment -Namespace media -Name web -Replicas 1"), (change.Outcome, change.Change.Verb, change.Change.Compensation));
        Assert.Equal(new ChangedField(".spec.replicas", "1", "4"), Assert.Single(change.After));
    }

    [Theory]
    [InlineData("media/web=a:1")]
    [InlineData("app=")]
    [InlineData("app=a b")]
    public async Task An_image_that_is_none_is_refused_before_anything_is_asked(string image)
    {
        var server = Server(Web());
        var target = await TargetAsync(server);
        await Assert.ThrowsAsync<OperationException>(() => new WorkloadChangeService(server.Cluster()).PlanSetAsync(target, new WorkloadSettings { Images = [image] }, false, _sink.Context));
        Assert.DoesNotContain(server.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_several_containers_one_must_be_named()
    {
        var web = Web();
        web["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Add(Sample.Parse("""{"name":"proxy","image":"p:1"}"""));
        var server = Server(web);
        var target = await TargetAsync(server);
        var refusal = await Assert.ThrowsAsync<OperationException>(() => new WorkloadChangeService(server.Cluster()).PlanSetAsync(target, new WorkloadSettings { Images = ["a:3"] }, false, _sink.Context));
        Assert.Equal("ContainerNotNamed", refusal.Id);
        Assert.Contains("app, proxy", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_deployment_is_neither_restarted_nor_undone_nor_waited_for()
    {
        var server = Server(Web(""","paused":true""", """ "observedGeneration":3,"replicas":2,"updatedReplicas":0,"availableReplicas":1 """));
        var target = await TargetAsync(server);
        var cluster = server.Cluster();
        Assert.Equal("WorkloadPaused", (await Assert.ThrowsAsync<OperationException>(() => new WorkloadChangeService(cluster).PlanRestartAsync(target, _sink.Context))).Id);
        Assert.Equal("WorkloadPaused", (await Assert.ThrowsAsync<OperationException>(() => new RolloutService(cluster).PlanUndoAsync(target, null, false, _sink.Context))).Id);
        Assert.Equal("WorkloadPaused", (await Assert.ThrowsAsync<OperationException>(() => new RolloutService(cluster).WaitAsync(target, TimeSpan.FromMinutes(1), _sink.Context))).Id);
    }

    [Fact]
    public async Task A_roll_out_past_its_deadline_fails_with_what_its_pods_say()
    {
        var server = Server(Web("", """ "observedGeneration":3,"replicas":2,"updatedReplicas":1,"availableReplicas":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"ReplicaSet \"web-2\" has timed out progressing."}] """))
            .Pods(Sample.Pod("web-2-abc", Statuses.ImagePull, owner: "ReplicaSet/web-2"));
        var failure = await Assert.ThrowsAsync<OperationException>(async () => await new RolloutService(server.Cluster()).WaitAsync(await TargetAsync(server), TimeSpan.FromMinutes(1), _sink.Context));
        Assert.Equal("RolloutFailed", failure.Id);
        Assert.Equal("The roll-out of Deployment media/web on infra has failed: ReplicaSet \"web-2\" has timed out progressing; pod web-2-abc: ImagePullBackOff: Back-off pulling image \"ghcr.io/example/app:nope\".", failure.Message);
        Assert.StartsWith("Undo-K8sRollout", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pods_that_cannot_be_listed_do_not_hide_that_the_roll_out_failed()
    {
        var server = Server(Web("", """ "observedGeneration":3,"replicas":2,"updatedReplicas":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}] """))
            .Forbid("/api/v1/namespaces/media/pods", "pods");
        Assert.Equal("RolloutFailed", (await Assert.ThrowsAsync<OperationException>(async () => await new RolloutService(server.Cluster()).WaitAsync(await TargetAsync(server), TimeSpan.FromMinutes(1), _sink.Context))).Id);
    }

    [Fact]
    public async Task A_name_that_two_kinds_have_is_not_guessed()
    {
        var server = Server(Web()).Add("/apis/apps/v1/statefulsets", Sample.Workload("web", 1, "{}"));
        var refusal = await Assert.ThrowsAsync<OperationException>(() => new WorkloadService(server.Cluster()).TargetsAsync(null, "media", ["web"], null, _sink.Context, null));
        Assert.Equal("AmbiguousName", refusal.Id);
        Assert.Single(await new WorkloadService(server.Cluster()).TargetsAsync("sts", "media", ["web"], null, _sink.Context, null));
    }

    [Theory]
    [InlineData(403, "Forbidden", "Forbidden", ChangeOutcome.Refused)]
    [InlineData(409, "Conflict", "Conflict", ChangeOutcome.Refused)]
    [InlineData(500, "InternalError", "ApiUnavailable", ChangeOutcome.Unknown)]
    public async Task A_refused_write_is_told_as_such(int code, string reason, string id, ChangeOutcome outcome)
    {
        var server = Server(Web());
        server.Answer("PATCH " + Path + "/scale", request => request.PathAndQuery.Contains("dryRun", StringComparison.Ordinal)
            ? (200, """{"kind":"Scale","spec":{"replicas":4}}""")
            : (code, $$"""{"kind":"Status","status":"Failure","code":{{code}},"reason":"{{reason}}","message":"no"}"""));
        var changes = new WorkloadChangeService(server.Cluster());
        var plan = await changes.PlanSetAsync(await TargetAsync(server), new WorkloadSettings { Replicas = 4 }, false, _sink.Context);
        Assert.Equal(id, (await Assert.ThrowsAsync<OperationException>(() => changes.ExecuteAsync(plan, _sink.Context))).Id);
        Assert.Equal(outcome, Assert.Single(_sink.Changes).Outcome);
    }
}
