using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class ReadTests : IDisposable
{
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task What_is_not_there_is_a_Status_in_the_servers_words()
    {
        var (code, status) = await _api.Send("GET", "/api/v1/namespaces/default/pods/x");
        Assert.Equal(404, code);
        Assert.Equal("""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"x\" not found","reason":"NotFound","details":{"name":"x","kind":"pods"},"code":404}""", status.ToJsonString(StoredObject.Wire));
        Assert.Equal("deployments.apps \"x\" not found", (string?)(await _api.Send("GET", "/apis/apps/v1/namespaces/default/deployments/x")).Body["message"]);
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/apis/example.org/v1/things")]
    [InlineData("/api/v1/podz")]
    [InlineData("/apis/apps/v7")]
    [InlineData("/api/v1/namespaces/default/pods/x/nothing")]
    public async Task An_unknown_path_is_plain_text(string path) => Assert.Equal((404, "404 page not found\n"), await _api.Text("GET", path));

    [Fact]
    public async Task A_list_is_read_page_by_page_and_stays_as_it_was_at_the_first()
    {
        var all = ApiOfWorld.Names(await _api.Get("/api/v1/pods"));
        var names = new List<string>();
        var page = await _api.Get("/api/v1/pods?limit=7");
        Assert.Equal(all.Length - 7, (int?)page["metadata"]!["remainingItemCount"]);
        await _api.Send("DELETE", $"/api/v1/namespaces/kube-system/pods?gracePeriodSeconds=0");
        while (true)
        {
            names.AddRange(ApiOfWorld.Names(page));
            if ((string?)page["metadata"]!["continue"] is not { Length: > 0 } token) break;
            page = await _api.Get("/api/v1/pods?limit=7&continue=" + Uri.EscapeDataString(token));
        }

        Assert.Equal(all, names);
    }

    [Fact]
    public async Task An_expired_page_is_410_with_a_token_that_goes_on_anyhow()
    {
        var all = ApiOfWorld.Names(await _api.Get("/api/v1/pods"));
        var token = (string)(await _api.Get("/api/v1/pods?limit=5"))["metadata"]!["continue"]!;
        _api.World.Compact();
        var (code, status) = await _api.Send("GET", "/api/v1/pods?limit=5&continue=" + token);
        Assert.Equal((410, "Expired"), (code, (string?)status["reason"]));
        var rest = await _api.Get("/api/v1/pods?continue=" + (string)status["metadata"]!["continue"]!);
        Assert.Equal(all[5..], ApiOfWorld.Names(rest));
        Assert.Equal(400, (await _api.Send("GET", "/api/v1/pods?limit=5&continue=nonsense")).Code);
    }

    [Theory]
    [InlineData("app=web", "one,two")]
    [InlineData("app==web,tier=front", "one")]
    [InlineData("app!=web", "four,three")]
    [InlineData("tier in (front, back)", "one,two")]
    [InlineData("app,tier notin (front)", "three,two")]
    [InlineData("!tier", "four,three")]
    [InlineData("!app", "four")]
    [InlineData("app=", "")]
    public async Task Label_selectors_select_as_kubectl_says(string selector, string expected)
    {
        await _api.Map("one", metadata: ""","labels":{"app":"web","tier":"front","t":"1"}""");
        await _api.Map("two", metadata: ""","labels":{"app":"web","tier":"back","t":"1"}""");
        await _api.Map("three", metadata: ""","labels":{"app":"db","t":"1"}""");
        await _api.Map("four", metadata: ""","labels":{"t":"1"}""");
        var list = await _api.Get("/api/v1/namespaces/default/configmaps?labelSelector=" + Uri.EscapeDataString("t=1," + selector));
        Assert.Equal(expected, string.Join(',', ApiOfWorld.Names(list)));
    }

    [Theory]
    [InlineData("app in web")]
    [InlineData("a b")]
    [InlineData("a,,b")]
    [InlineData("a=(")]
    public async Task A_label_selector_that_is_none_is_400(string selector) =>
        Assert.Equal(400, (await _api.Send("GET", "/api/v1/pods?labelSelector=" + Uri.EscapeDataString(selector))).Code);

    [Fact]
    public async Task Field_selectors_know_the_fields_of_their_kind_only()
    {
        var pods = (await _api.Get("/api/v1/pods"))["items"]!.AsArray();
        var node = (string)pods.First(static pod => pod!["spec"]!["nodeName"] is not null)!["spec"]!["nodeName"]!;
        var on = await _api.Get($"/api/v1/pods?fieldSelector=spec.nodeName%3D{node}");
        Assert.Equal(pods.Count(pod => (string?)pod!["spec"]!["nodeName"] == node), ApiOfWorld.Names(on).Length);
        var off = await _api.Get($"/api/v1/pods?fieldSelector=spec.nodeName!%3D{node}");
        Assert.Equal(pods.Count, ApiOfWorld.Names(on).Length + ApiOfWorld.Names(off).Length);
        Assert.Equal(["kube-system"], ApiOfWorld.Names(await _api.Get("/api/v1/namespaces?fieldSelector=metadata.name=kube-system")));
        var (code, status) = await _api.Send("GET", "/api/v1/pods?fieldSelector=spec.color%3Dred");
        Assert.Equal((400, "field label not supported: spec.color"), (code, (string?)status["message"]));
    }

    [Fact]
    public async Task A_table_has_kubectls_columns()
    {
        var table = await _api.Get("/api/v1/pods?limit=3", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        Assert.Equal("Table", (string?)table["kind"]);
        Assert.Equal(["Name", "Ready", "Status", "Restarts", "Age"], table["columnDefinitions"]!.AsArray().Where(static c => (int)c!["priority"]! == 0).Select(static c => (string)c!["name"]!));
        Assert.Equal(3, table["rows"]!.AsArray().Count);
        Assert.Equal("PartialObjectMetadata", (string?)table["rows"]![0]!["object"]!["kind"]);
        Assert.NotNull(table["metadata"]!["continue"]);
    }

    [Fact]
    public async Task Metadata_alone_is_cut_out_of_the_objects()
    {
        var full = (await _api.Get("/api/v1/nodes"))["items"]!.AsArray();
        var list = await _api.Get("/api/v1/nodes", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        Assert.Equal("PartialObjectMetadataList", (string?)list["kind"]);
        Assert.All(list["items"]!.AsArray().Zip(full), static pair =>
        {
            Assert.Single(pair.First!.AsObject());
            Assert.True(JsonNode.DeepEquals(pair.First["metadata"], pair.Second!["metadata"]));
        });
    }

    [Fact]
    public async Task Protobuf_alone_is_not_acceptable() =>
        Assert.Equal(406, (await _api.Send("GET", "/api/v1/pods", accept: "application/vnd.kubernetes.protobuf")).Code);

    [Fact]
    public async Task Metrics_follow_from_requests()
    {
        var nodes = await _api.Get("/apis/metrics.k8s.io/v1beta1/nodes");
        Assert.Equal(ApiOfWorld.Names(await _api.Get("/api/v1/nodes")), ApiOfWorld.Names(nodes));
        Assert.EndsWith("n", (string?)nodes["items"]![0]!["usage"]!["cpu"], StringComparison.Ordinal);
        var pods = await _api.Get("/apis/metrics.k8s.io/v1beta1/namespaces/kube-system/pods");
        Assert.NotEmpty(ApiOfWorld.Names(pods));
        Assert.Equal(405, (await _api.Send("DELETE", "/apis/metrics.k8s.io/v1beta1/nodes/x")).Code);
    }

    [Fact]
    public async Task Discovery_tells_the_same_in_both_forms()
    {
        var aggregated = await _api.Get("/apis", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;v=v1");
        var groups = aggregated["items"]!.AsArray().Select(static group => (string)group!["metadata"]!["name"]!).ToArray();
        Assert.Equal(groups, (await _api.Get("/apis"))["groups"]!.AsArray().Select(static group => (string)group!["name"]!));
        Assert.Contains("sandbox.k8sops.io", groups);
        var pods = (await _api.Get("/api/v1"))["resources"]!.AsArray().First(static r => (string?)r!["name"] == "pods")!;
        Assert.Equal(("po", "all", "pod"), ((string?)pods["shortNames"]![0], (string?)pods["categories"]![0], (string?)pods["singularName"]));
        Assert.Equal("v1.33.6", (string?)(await _api.Get("/version"))["gitVersion"]);
        Assert.Equal((200, "ok"), await _api.Text("GET", "/readyz"));
    }

    [Fact]
    public async Task A_custom_resource_definition_makes_its_kind_served()
    {
        var (code, _) = await _api.Send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"widgets.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wd"]},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}}
            """);
        Assert.Equal(201, code);
        Assert.Equal(201, (await _api.Send("POST", "/apis/example.org/v1/namespaces/default/widgets", """{"apiVersion":"example.org/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":1}}""")).Code);
        Assert.Equal("Widget", (string?)(await _api.Get("/apis/example.org/v1/widgets"))["items"]![0]!["kind"]);
        Assert.Equal(415, (await _api.Patch("/apis/example.org/v1/namespaces/default/widgets/w", "{}", "application/strategic-merge-patch+json")).Code);
        await _api.Send("DELETE", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.org");
        Assert.Equal(404, (await _api.Text("GET", "/apis/example.org/v1/widgets")).Code);
    }
}
