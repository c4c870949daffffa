namespace K8sOps.Kubernetes.Tests;

public sealed class DiscoveryTests : ClientTest
{
    private const string AggregatedCore = """
        {"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[
          {"resource":"pods","responseKind":{"kind":"Pod"},"scope":"Namespaced","singularResource":"pod","verbs":["get","list"],"shortNames":["po"],"categories":["all"]},
          {"resource":"events","responseKind":{"kind":"Event"},"scope":"Namespaced","singularResource":"event","shortNames":["ev"]},
          {"resource":"nodes","responseKind":{"kind":"Node"},"scope":"Cluster","singularResource":"node","shortNames":["no"]}]}]}]}
        """;

    private const string AggregatedGroups = """
        {"kind":"APIGroupDiscoveryList","items":[
          {"metadata":{"name":"events.k8s.io"},"versions":[{"version":"v1","resources":[{"resource":"events","responseKind":{"kind":"Event"},"scope":"Namespaced","singularResource":"event"}]}]},
          {"metadata":{"name":"x.io"},"versions":[
            {"version":"v2","resources":[{"resource":"things","responseKind":{"kind":"Thing"},"scope":"Namespaced"}]},
            {"version":"v1","resources":[{"resource":"things","responseKind":{"kind":"Thing"},"scope":"Namespaced"},{"resource":"olds","responseKind":{"kind":"Old"},"scope":"Cluster"}]}]}]}
        """;

    [Theory]
    [InlineData("pods", "pods")]
    [InlineData("Pod", "pods")]
    [InlineData("PO", "pods")]
    [InlineData("event", "events")]
    [InlineData("events.events.k8s.io", "events.events.k8s.io")]
    [InlineData("event.v1.events.k8s.io", "events.events.k8s.io")]
    [InlineData("thing", "things.x.io")]
    [InlineData("olds", "olds.x.io")]
    [InlineData("nothing", null)]
    [InlineData("pods.apps", null)]
    public async Task A_kind_is_found_by_every_name_that_kubectl_takes(string name, string? qualified)
    {
        Transport.Answer(200, AggregatedCore).Answer(200, AggregatedGroups);
        Assert.Equal(qualified, (await Client.Discovery.FindAsync(name, default))?.Resource.QualifiedName);
        Assert.All(Transport.Requests, r => Assert.StartsWith("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,", r.Accept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_preferred_version_is_taken_unless_another_is_asked_for()
    {
        Transport.Answer(200, AggregatedCore).Answer(200, AggregatedGroups);
        Assert.Equal("v2", (await Client.Discovery.FindAsync("things", default))!.Resource.Version);
        Assert.Equal("v1", (await Client.Discovery.FindAsync("things.v1.x.io", default))!.Resource.Version);
        Assert.False((await Client.Discovery.FindAsync("node", default))!.Resource.IsNamespaced);
    }

    [Fact]
    public async Task What_was_discovered_is_kept_for_ten_minutes()
    {
        for (var i = 0; i < 2; i++) Transport.Answer(200, AggregatedCore).Answer(200, AggregatedGroups);
        Assert.True(await Client.Discovery.IsGroupServedAsync("x.io", default));
        Clock.Advance(TimeSpan.FromMinutes(9.9));
        Assert.False(await Client.Discovery.IsGroupServedAsync("y.io", default));
        Assert.True(await Client.Discovery.IsGroupServedAsync("", default));
        Assert.Equal(2, Transport.Requests.Count);
        Clock.Advance(TimeSpan.FromMinutes(0.2));
        await Client.Discovery.IsGroupServedAsync("x.io", default);
        Assert.Equal(4, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_404_of_a_known_group_makes_it_ask_again()
    {
        Transport.Answer(200, AggregatedCore).Answer(200, AggregatedGroups).Answer(404, "404 page not found", "text/plain")
            .Answer(200, AggregatedCore).Answer(200, """{"kind":"APIGroupDiscoveryList","items":[]}""");
        var thing = (await Client.Discovery.FindAsync("thing", default))!.Resource;
        await Assert.ThrowsAsync<KubeApiException>(() => Client.GetAsync(thing, "n", "x", KubeJson.Object, default));
        Assert.False(await Client.Discovery.IsGroupServedAsync("x.io", default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_without_aggregated_discovery_is_asked_the_old_way(bool notAcceptable)
    {
        if (notAcceptable) Transport.Status(406, "NotAcceptable");
        Transport.Answer(200, """{"kind":"APIVersions","versions":["v1"]}""");
        if (notAcceptable) Transport.Status(406, "NotAcceptable");
        Transport.Answer(200, """{"kind":"APIGroupList","groups":[{"name":"x.io","versions":[{"version":"v2beta1"},{"version":"v1"}],"preferredVersion":{"version":"v1"}},{"name":"metrics.k8s.io","versions":[{"version":"v1"}]}]}""")
            .Answer(200, """{"kind":"APIResourceList","resources":[{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","shortNames":["po"]},{"name":"pods/log","namespaced":true,"kind":"Pod"}]}""")
            .Answer(200, """{"resources":[{"name":"things","namespaced":false,"kind":"Thing"}]}""")
            .Answer(200, """{"resources":[{"name":"things","namespaced":false,"kind":"Thing"}]}""")
            .Status(503, "ServiceUnavailable");
        Assert.Equal("v1", (await Client.Discovery.FindAsync("thing", default))!.Resource.Version);
        Assert.Equal(3, (await Client.Discovery.ResourcesAsync(default)).Count);
        Assert.Contains("GET /apis/x.io/v2beta1", Transport.Asked);
    }

    [Fact]
    public async Task Many_who_ask_at_once_ask_the_server_once()
    {
        Transport.Answer(200, AggregatedCore).Answer(200, AggregatedGroups);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Client.Discovery.IsGroupServedAsync("x.io", default))));
        Assert.All(answers, Assert.True);
        Assert.Equal(2, Transport.Requests.Count);
    }

    [Fact]
    public async Task A_failed_discovery_is_not_kept()
    {
        Transport.Status(403, "Forbidden").Answer(200, AggregatedCore).Answer(200, AggregatedGroups);
        await Assert.ThrowsAsync<KubeApiException>(() => Client.Discovery.IsGroupServedAsync("x.io", default));
        Assert.True(await Client.Discovery.IsGroupServedAsync("x.io", default));
    }
}
