using System.Text.Json.Nodes;
using K8sOps.Flux;
using K8sOps.Kube;
using K8sOps.Operations.Tests.Support;

namespace K8sOps.Operations.Tests.Flux.Drift;

public sealed class FluxDriftPartsTests
{
    [Theory]
    [InlineData("http://source-controller.flux-system.svc.cluster.local./gitrepository/flux-system/a/x.tar.gz", "flux-system http:source-controller:80 /gitrepository/flux-system/a/x.tar.gz")]
    [InlineData("http://source-controller.flux-system.svc/x.tar.gz", "flux-system http:source-controller:80 /x.tar.gz")]
    [InlineData("https://store.other.svc.cluster.local:8443/x.tar.gz", "other https:store:8443 /x.tar.gz")]
    [InlineData("http://localhost:8080/x.tar.gz", null)]
    [InlineData("http://example.org/x.tar.gz", null)]
    [InlineData("http://a.b.example.svc/x.tar.gz", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("http://user:secret@a.b.svc/x.tar.gz", null)]
    [InlineData("http://a.b.svc/%2e%2e/%2e%2e/x", "b http:a:80 /x")]
    [InlineData("not a url", null)]
    public void Only_a_service_of_the_cluster_is_asked_for_an_artifact(string url, string? expected)
        => Assert.Equal(expected, FluxArtifact.Service(url) is var (ns, service, path) ? $"{ns} {service} {path}" : null);

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("app=shop", true)]
    [InlineData("app==shop,tier!=db", true)]
    [InlineData("app!=shop", false)]
    [InlineData("tier!=db", true)]
    [InlineData("app in (shop, bank)", true)]
    [InlineData("app notin (shop)", false)]
    [InlineData("tier notin (db),app", true)]
    [InlineData("!tier", true)]
    [InlineData("!app", false)]
    [InlineData("tier", false)]
    public void A_selector_is_decided_as_the_server_does(string? selector, bool expected)
        => Assert.Equal(expected, SelectorText.Selects(selector, new Dictionary<string, string> { ["app"] = "shop" }));

    [Theory]
    [InlineData("app within (a)")]
    [InlineData("a b")]
    [InlineData(",")]
    public void What_is_no_selector_is_refused(string selector) => Assert.Throws<FormatException>(() => SelectorText.Selects(selector, new Dictionary<string, string>()));

    [Fact]
    public void Ignored_fields_are_taken_out_of_both_states_of_the_objects_that_the_rule_is_about()
    {
        var app = new FluxTarget(FluxKinds.Kustomizations, Sample.Parse("""
            {"metadata":{"name":"a","namespace":"flux-system"},"spec":{"ignore":[
              {"paths":["/spec/replicas","/metadata/annotations/example.org~1note","/spec/list/0"],"target":{"kind":"Deploy.*","group":"apps","labelSelector":"app=shop"}}]}}
            """));
        var rule = Assert.Single(FluxIgnoreRule.Of(app));
        var one = Sample.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"app":"shop"},"annotations":{"example.org/note":"x"}},"spec":{"replicas":1,"list":[1,2]}}""");
        var other = Sample.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","labels":{"app":"shop"}},"spec":{"replicas":5,"list":[9,2]}}""");
        Assert.True(rule.IsAbout(one));
        rule.TakeOut(one, other);
        Assert.Empty(ObjectDiff.Compare(one, other));
        Assert.False(rule.IsAbout(Sample.Parse("""{"apiVersion":"v1","kind":"Deployment","metadata":{"labels":{"app":"shop"}}}""")));
        Assert.False(rule.IsAbout(Sample.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{}}""")));
    }

    [Fact]
    public void A_rule_whose_target_cannot_be_read_is_not_passed_over_in_silence()
    {
        var app = new FluxTarget(FluxKinds.HelmReleases, Sample.Parse("""{"metadata":{"name":"a"},"spec":{"driftDetection":{"ignore":[{"paths":["/spec"],"target":{"name":"("}}]}}}"""));
        Assert.Throws<FormatException>(() => FluxIgnoreRule.Of(app)[0].IsAbout(Sample.Parse("""{"kind":"X","metadata":{"name":"x"}}""")));
    }

    [Fact]
    public void Fields_that_kubectl_set_and_the_app_does_not_name_go_and_all_others_stay()
    {
        var live = Sample.Parse("""
            {"metadata":{"annotations":{"by-hand":"x","both":"y","kubectl.kubernetes.io/last-applied-configuration":"z"},"managedFields":[
              {"manager":"kubectl-edit","operation":"Update","fieldsV1":{"f:metadata":{"f:annotations":{"f:by-hand":{},"f:both":{},"f:kubectl.kubernetes.io/last-applied-configuration":{} } },
                "f:spec":{"f:replicas":{},"f:paused":{},"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:name":{},"f:image":{},"f:tty":{} },"k:{\"name\":\"extra\"}":{".":{},"f:name":{} } } } } },
              {"manager":"kubectl","operation":"Update","subresource":"status","fieldsV1":{"f:spec":{"f:kept":{} } } },
              {"manager":"operator","operation":"Update","fieldsV1":{"f:metadata":{"f:annotations":{"f:both":{} } } } },
              {"manager":"kustomize-controller","operation":"Apply","fieldsV1":{"f:spec":{"f:paused":{} } } }]},
             "spec":{"replicas":3,"paused":true,"kept":1,"containers":[{"name":"app","image":"a","tty":true},{"name":"extra"}]}}
            """);
        var wanted = Sample.Parse("""{"metadata":{},"spec":{"replicas":1,"containers":[{"name":"app","image":"a"}]}}""");
        var after = live.DeepClone().AsObject();
        KubectlTakeover.Drop(live, wanted, after);
        Assert.Equal(["""{"both":"y","kubectl.kubernetes.io/last-applied-configuration":"z"}""", """{"replicas":3,"kept":1,"containers":[{"name":"app","image":"a"}]}"""],
            new[] { after["metadata"]!["annotations"]!, after["spec"]! }.Select(n => n.ToJsonString()));
    }

    [Fact]
    public void Managed_fields_that_no_server_would_write_change_nothing()
    {
        var live = Sample.Parse("""{"metadata":{"managedFields":[{"manager":"kubectl","fieldsV1":{"f:spec":{"k:not json":{},"v:{":{},"f:a":5,"x":{} } } },{"manager":"kubectl"},"odd"]},"spec":{"a":[1]}}""");
        var after = live.DeepClone().AsObject();
        KubectlTakeover.Drop(live, [], after);
        Assert.True(JsonNode.DeepEquals(live, after));
    }
}
