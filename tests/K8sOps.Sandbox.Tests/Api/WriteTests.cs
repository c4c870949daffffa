using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class WriteTests : IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Deployment = """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"a","image":"a:1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"b:1"}]}}},"status":{"replicas":7}}""";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Creating_makes_what_the_server_makes()
    {
        var (code, map) = await _api.Send("POST", Maps + "?fieldManager=k8sops", """{"metadata":{"generateName":"m-","uid":"mine","resourceVersion":"7"},"data":{}}""");
        Assert.Equal(201, code);
        var metadata = map["metadata"]!;
        Assert.Matches("^m-[bcdfghjklmnpqrstvwxz2456789]{5}$", (string?)metadata["name"]);
        Assert.True(Guid.TryParse((string?)metadata["uid"], out _));
        Assert.Equal("2026-01-15T03:00:00Z", (string?)metadata["creationTimestamp"]);
        Assert.Equal("k8sops", (string?)metadata["managedFields"]![0]!["manager"]);
        Assert.NotEqual("7", (string?)metadata["resourceVersion"]);
    }

    [Fact]
    public async Task What_cannot_be_created_is_refused_in_the_servers_words()
    {
        await _api.Map("here");
        Assert.Equal("configmaps \"here\" already exists", (string?)(await _api.Send("POST", Maps, """{"metadata":{"name":"here"}}""")).Body["message"]);
        var (code, status) = await _api.Send("POST", "/api/v1/namespaces/nowhere/configmaps", """{"metadata":{"name":"m"}}""");
        Assert.Equal((404, "namespaces \"nowhere\" not found"), (code, (string?)status["message"]));
        Assert.Equal(422, (await _api.Send("POST", Maps, """{"metadata":{"name":"Not_A_Name"}}""")).Code);
        Assert.Equal(422, (await _api.Send("POST", Maps, """{"metadata":{}}""")).Code);
        Assert.Equal(400, (await _api.Send("POST", Maps, """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"m"}}""")).Code);
        Assert.Equal(400, (await _api.Send("POST", Maps, "{not json")).Code);
        Assert.Equal(400, (await _api.Send("POST", Maps, "[]")).Code);
        Assert.Equal(415, (await _api.Send("POST", Maps, "a: b", type: "application/yaml")).Code);
        Assert.Equal(400, (await _api.Send("POST", Maps, """{"metadata":{"name":"m","namespace":"other"}}""")).Code);
    }

    [Fact]
    public async Task A_dry_run_answers_and_stores_nothing()
    {
        await _api.Map("kept");
        var before = (await _api.Text("GET", Maps), _api.World.WriteCount);
        Assert.Equal(201, (await _api.Send("POST", Maps + "?dryRun=All", """{"metadata":{"name":"dry"}}""")).Code);
        Assert.Equal("2", (string?)(await _api.Patch(Maps + "/kept?dryRun=All", """{"data":{"a":"2"}}""")).Body["data"]!["a"]);
        Assert.Equal("Success", (string?)(await _api.Send("DELETE", Maps + "/kept?dryRun=All")).Body["status"]);
        Assert.Equal("Success", (string?)(await _api.Send("DELETE", Maps + "/kept", """{"dryRun":["All"]}""")).Body["status"]);
        Assert.Equal(before, (await _api.Text("GET", Maps), _api.World.WriteCount));
    }

    [Fact]
    public async Task An_update_of_an_old_version_conflicts()
    {
        var map = await _api.Map("m");
        map["data"]!["a"] = "2";
        Assert.Equal(200, (await _api.Send("PUT", Maps + "/m", map.ToJsonString())).Code);
        map["data"]!["a"] = "3";
        var (code, status) = await _api.Send("PUT", Maps + "/m", map.ToJsonString());
        Assert.Equal(409, code);
        Assert.Equal("Operation cannot be fulfilled on configmaps \"m\": the object has been modified; please apply your changes to the latest version and try again", (string?)status["message"]);
        Assert.Equal(404, (await _api.Send("PUT", Maps + "/other", """{"metadata":{"name":"other"}}""")).Code);
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_writes_nothing()
    {
        var map = await _api.Map("m");
        var writes = _api.World.WriteCount;
        var (_, same) = await _api.Patch(Maps + "/m", """{"data":{"a":"1","none":null}}""");
        Assert.Equal((string?)map["metadata"]!["resourceVersion"], (string?)same["metadata"]!["resourceVersion"]);
        Assert.Equal(writes, _api.World.WriteCount);
    }

    [Fact]
    public async Task The_generation_counts_changes_of_the_spec_alone()
    {
        var (_, made) = await _api.Send("POST", Deployments, Deployment);
        Assert.Equal(1, (int?)made["metadata"]!["generation"]);
        Assert.NotEqual(7, (int?)made["status"]?["replicas"]);
        Assert.Equal(1, (int?)(await _api.Patch(Deployments + "/web", """{"metadata":{"labels":{"a":"b"}}}""")).Body["metadata"]!["generation"]);
        Assert.Equal(2, (int?)(await _api.Patch(Deployments + "/web", """{"spec":{"paused":true}}""")).Body["metadata"]!["generation"]);
    }

    [Fact]
    public async Task Status_and_the_rest_are_written_apart()
    {
        await _api.Send("POST", Deployments, Deployment);
        await _api.Patch(Deployments + "/web", """{"status":{"collisionCount":5}}""");
        Assert.Null((await _api.Get(Deployments + "/web"))["status"]?["collisionCount"]);
        await _api.Patch(Deployments + "/web/status", """{"spec":{"replicas":9},"status":{"collisionCount":5}}""");
        var web = await _api.Get(Deployments + "/web");
        Assert.Equal((0, 5), ((int?)web["spec"]!["replicas"], (int?)web["status"]!["collisionCount"]));
        Assert.Equal(3, (int?)(await _api.Patch(Deployments + "/web/scale", """{"spec":{"replicas":3}}""")).Body["spec"]!["replicas"]);
        Assert.Equal(3, (int?)(await _api.Get(Deployments + "/web"))["spec"]!["replicas"]);
    }

    [Fact]
    public async Task A_strategic_patch_merges_lists_by_their_keys()
    {
        await _api.Send("POST", Deployments, Deployment);
        var (code, web) = await _api.Patch(
            Deployments + "/web",
            """{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"Y","value":"2"}]},{"name":"b","$patch":"delete"},{"name":"c","image":"c:1"}]}}}}""",
            "application/strategic-merge-patch+json");
        Assert.Equal(200, code);
        var containers = web["spec"]!["template"]!["spec"]!["containers"]!.AsArray();
        Assert.Equal(["a", "c"], containers.Select(static c => (string)c!["name"]!));
        Assert.Equal("a:1", (string?)containers[0]!["image"]);
        Assert.Equal(["X", "Y"], containers[0]!["env"]!.AsArray().Select(static e => (string)e!["name"]!));
    }

    [Fact]
    public async Task A_JSON_patch_applies_whole_or_not_at_all()
    {
        await _api.Map("m");
        Assert.Equal(422, (await _api.Patch(Maps + "/m", """[{"op":"add","path":"/data/b","value":"2"},{"op":"test","path":"/data/a","value":"no"}]""", "application/json-patch+json")).Code);
        Assert.Equal(422, (await _api.Patch(Maps + "/m", """[{"op":"remove","path":"/data/none"}]""", "application/json-patch+json")).Code);
        var (_, map) = await _api.Patch(Maps + "/m", """[{"op":"test","path":"/data/a","value":"1"},{"op":"move","from":"/data/a","path":"/data/x~1y"},{"op":"add","path":"/data/c","value":"3"}]""", "application/json-patch+json");
        Assert.Equal("""{"x/y":"1","c":"3"}""", map["data"]!.ToJsonString());
        Assert.Equal(415, (await _api.Patch(Maps + "/m", "{}", "application/json")).Code);
        Assert.Equal(400, (await _api.Patch(Maps + "/m", "[]")).Code);
    }

    [Fact]
    public async Task Only_the_very_object_is_deleted()
    {
        var map = await _api.Map("m");
        var uid = (string?)map["metadata"]!["uid"];
        var (code, status) = await _api.Send("DELETE", Maps + "/m", """{"preconditions":{"uid":"other"}}""");
        Assert.Equal((409, $"Operation cannot be fulfilled on configmaps \"m\": Precondition failed: UID in precondition: other, UID in object meta: {uid}"), (code, (string?)status["message"]));
        Assert.Equal(200, (await _api.Send("DELETE", Maps + "/m", $$$"""{"preconditions":{"uid":"{{{uid}}}"}}""")).Code);
        Assert.Equal(404, (await _api.Send("DELETE", Maps + "/m")).Code);
    }

    [Fact]
    public async Task A_finalizer_holds_an_object_until_it_is_taken_off()
    {
        await _api.Map("m", metadata: ""","finalizers":["example.org/hold"]""");
        var (_, held) = await _api.Send("DELETE", Maps + "/m");
        Assert.NotNull(held["metadata"]!["deletionTimestamp"]);
        Assert.Equal(200, (await _api.Send("GET", Maps + "/m")).Code);
        await _api.Patch(Maps + "/m", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await _api.Send("GET", Maps + "/m")).Code);
    }

    [Theory]
    [InlineData("Background", 404, 404)]
    [InlineData("Foreground", 404, 404)]
    [InlineData("Orphan", 404, 200)]
    public async Task Dependents_go_or_stay_by_the_policy(string policy, int owner, int dependent)
    {
        var uid = (string?)(await _api.Map("owner"))["metadata"]!["uid"];
        await _api.Map("dependent", metadata: $$""","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{uid}}"}]""");
        await _api.Send("DELETE", Maps + "/owner", $$"""{"propagationPolicy":"{{policy}}"}""");
        Assert.Equal(owner, (await _api.Send("GET", Maps + "/owner")).Code);
        var (code, body) = await _api.Send("GET", Maps + "/dependent");
        Assert.Equal(dependent, code);
        Assert.Null(body["metadata"]?["ownerReferences"]);
    }

    [Fact]
    public async Task In_the_foreground_the_owner_waits_for_its_dependents()
    {
        var uid = (string?)(await _api.Map("owner"))["metadata"]!["uid"];
        await _api.Map("dependent", metadata: $$""","finalizers":["example.org/hold"],"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{uid}}","blockOwnerDeletion":true}]""");
        await _api.Send("DELETE", Maps + "/owner?propagationPolicy=Foreground");
        Assert.Equal("foregroundDeletion", (string?)(await _api.Get(Maps + "/owner"))["metadata"]!["finalizers"]![0]);
        await _api.Patch(Maps + "/dependent", """{"metadata":{"finalizers":null}}""");
        Assert.Equal(404, (await _api.Send("GET", Maps + "/owner")).Code);
    }

    [Fact]
    public async Task In_the_foreground_nobody_waits_for_a_dependent_that_does_not_block()
    {
        var uid = (string?)(await _api.Map("owner"))["metadata"]!["uid"];
        await _api.Map("dependent", metadata: $$""","finalizers":["example.org/hold"],"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{uid}}"}]""");
        await _api.Send("DELETE", Maps + "/owner?propagationPolicy=Foreground");
        Assert.Equal(404, (await _api.Send("GET", Maps + "/owner")).Code);
        Assert.NotNull((await _api.Get(Maps + "/dependent"))["metadata"]!["deletionTimestamp"]);
    }

    [Fact]
    public async Task A_namespace_that_is_finalized_by_hand_goes()
    {
        await _api.Send("POST", "/api/v1/namespaces", """{"metadata":{"name":"stuck"}}""");
        await _api.Send("POST", "/api/v1/namespaces/stuck/configmaps", """{"metadata":{"name":"m","finalizers":["example.org/hold"]}}""");
        await _api.Send("DELETE", "/api/v1/namespaces/stuck");
        Assert.Equal(200, (await _api.Send("PUT", "/api/v1/namespaces/stuck/finalize", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"stuck"},"spec":{"finalizers":[]}}""")).Code);
        Assert.Equal(404, (await _api.Send("GET", "/api/v1/namespaces/stuck")).Code);
    }

    [Fact]
    public async Task A_pod_on_a_node_goes_when_its_grace_is_over()
    {
        var pod = (await _api.Get("/api/v1/pods?fieldSelector=status.phase=Running"))["items"]![0]!["metadata"]!;
        var path = $"/api/v1/namespaces/{pod["namespace"]}/pods/{pod["name"]}";
        var (_, going) = await _api.Send("DELETE", path);
        Assert.NotNull(going["metadata"]!["deletionTimestamp"]);
        _api.World.Advance(TimeSpan.FromMinutes(2));
        var (code, now) = await _api.Send("GET", path);
        Assert.True(code == 404 || (string?)now["metadata"]!["uid"] != (string?)pod["uid"]);
    }

    [Fact]
    public async Task A_collection_is_deleted_by_its_selectors()
    {
        await _api.Map("a", metadata: ""","labels":{"x":"1"}""");
        await _api.Map("b", metadata: ""","labels":{"x":"2"}""");
        Assert.Equal(["a"], ApiOfWorld.Names((await _api.Send("DELETE", Maps + "?labelSelector=x%3D1")).Body));
        Assert.Equal(["b"], ApiOfWorld.Names(await _api.Get(Maps + "?labelSelector=x")));
    }

    [Fact]
    public async Task A_namespace_takes_its_content_along()
    {
        await _api.Send("POST", "/api/v1/namespaces", """{"metadata":{"name":"team"}}""");
        await _api.Send("POST", "/api/v1/namespaces/team/configmaps", """{"metadata":{"name":"m","finalizers":["example.org/hold"]}}""");
        await _api.Send("DELETE", "/api/v1/namespaces/team");
        _api.World.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("Terminating", (string?)(await _api.Get("/api/v1/namespaces/team"))["status"]!["phase"]);
        var (code, status) = await _api.Send("POST", "/api/v1/namespaces/team/configmaps", """{"metadata":{"name":"late"}}""");
        Assert.Equal((403, "NamespaceTerminating"), (code, (string?)status["details"]!["causes"]![0]!["reason"]));
        await _api.Patch("/api/v1/namespaces/team/configmaps/m", """{"metadata":{"finalizers":null}}""");
        _api.World.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(404, (await _api.Send("GET", "/api/v1/namespaces/team")).Code);
    }

    [Fact]
    public async Task What_a_secret_is_given_as_text_is_stored_as_data()
    {
        const string secrets = "/api/v1/namespaces/default/secrets";
        var (code, made) = await _api.Send("POST", secrets, """{"metadata":{"name":"s"},"data":{"a":"MQ==","b":"MQ=="},"stringData":{"b":"ü2"}}""");
        Assert.Equal((201, """{"a":"MQ==","b":"w7wy"}"""), (code, made["data"]!.ToJsonString()));
        Assert.Null(made["stringData"]);
        var (_, patched) = await _api.Patch(secrets + "/s", """{"stringData":{"a":"x"}}""");
        Assert.Equal("""{"a":"eA==","b":"w7wy"}""", patched["data"]!.ToJsonString());
        var (_, applied) = await _api.Patch(secrets + "/s?fieldManager=t", """{"apiVersion":"v1","kind":"Secret","stringData":{"c":"y"}}""", "application/apply-patch+yaml");
        Assert.Equal("eQ==", (string?)applied["data"]!["c"]);
        Assert.Null((await _api.Get(secrets + "/s"))["stringData"]);
    }
}
