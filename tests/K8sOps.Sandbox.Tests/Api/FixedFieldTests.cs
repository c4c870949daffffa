using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api;

public sealed class FixedFieldTests : IDisposable
{
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("deployments.apps", """{"spec":{"selector":{"matchLabels":{"other":"x"}}}}""", "spec.selector: Invalid value: ", ": field is immutable")]
    [InlineData("statefulsets.apps", """{"spec":{"serviceName":"other"}}""", "spec: Forbidden: ", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")]
    [InlineData("pods", """{"spec":{"nodeName":"elsewhere"}}""", "spec: Forbidden: ", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)")]
    [InlineData("persistentvolumeclaims", """{"spec":{"storageClassName":"other"}}""", "spec: Forbidden: ", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims")]
    [InlineData("persistentvolumeclaims", """{"spec":{"resources":{"requests":{"storage":"1Ki"}}}}""", "spec.resources.requests.storage: Forbidden: ", "field can not be less than status.capacity")]
    [InlineData("services", """{"spec":{"clusterIP":"10.43.9.9"}}""", "spec.clusterIPs[0]: Invalid value: ", "may not change once set")]
    public async Task What_cannot_change_is_told_in_the_servers_words(string resource, string patch, string begins, string has)
    {
        var kind = _api.World.Store.Kinds.All.First(kind => kind.Resource.QualifiedName == resource);
        var item = _api.World.Store.List(kind.Resource).First(item => resource != "services" || (string?)item["spec"]!["clusterIP"] is not (null or "None"));
        var (ns, name) = ((string?)item["metadata"]!["namespace"], (string?)item["metadata"]!["name"]);
        var (code, status) = await _api.Patch(kind.Resource.Path(ns, name), patch);
        Assert.Equal(422, code);
        Assert.Contains($"{(kind.Resource.Group.Length > 0 ? kind.Resource.Kind + "." + kind.Resource.Group : kind.Resource.Kind)} \"{name}\" is invalid: ", (string?)status["message"], StringComparison.Ordinal);
        Assert.Contains(begins, (string?)status["message"], StringComparison.Ordinal);
        Assert.Contains(has, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_grows_only_where_its_class_lets_it()
    {
        var claim = (await _api.Get("/api/v1/persistentvolumeclaims"))["items"]!.AsArray().First(static item => (string?)item!["status"]!["phase"] == "Bound")!;
        var path = $"/api/v1/namespaces/{claim["metadata"]!["namespace"]}/persistentvolumeclaims/{claim["metadata"]!["name"]}";
        const string More = """{"spec":{"resources":{"requests":{"storage":"900Gi"}}}}""";
        Assert.Equal(200, (await _api.Patch($"/apis/storage.k8s.io/v1/storageclasses/{claim["spec"]!["storageClassName"]}", """{"allowVolumeExpansion":false}""")).Code);
        var (code, status) = await _api.Patch(path, More);
        Assert.Equal((403, $"persistentvolumeclaims \"{claim["metadata"]!["name"]}\" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"), (code, (string?)status["message"]));
        await _api.Patch($"/apis/storage.k8s.io/v1/storageclasses/{claim["spec"]!["storageClassName"]}", """{"allowVolumeExpansion":true}""");
        Assert.Equal(200, (await _api.Patch(path, More)).Code);
    }

    [Fact]
    public async Task Secrets_and_maps_that_say_so_stay_as_they_are()
    {
        const string Maps = "/api/v1/namespaces/default/configmaps";
        await _api.Send("POST", Maps, """{"metadata":{"name":"m"},"immutable":true,"data":{"a":"1"}}""");
        Assert.Equal("ConfigMap \"m\" is invalid: data: Forbidden: field is immutable when `immutable` is set", (string?)(await _api.Patch(Maps + "/m", """{"data":{"a":"2"}}""")).Body["message"]);
        Assert.Equal("ConfigMap \"m\" is invalid: immutable: Forbidden: field is immutable when `immutable` is set", (string?)(await _api.Patch(Maps + "/m", """{"immutable":null}""")).Body["message"]);
        Assert.Equal(200, (await _api.Patch(Maps + "/m", """{"metadata":{"labels":{"a":"b"}}}""")).Code);
        await _api.Send("POST", "/api/v1/namespaces/default/secrets", """{"metadata":{"name":"s"}}""");
        Assert.Equal("Secret \"s\" is invalid: type: Invalid value: \"other\": field is immutable", (string?)(await _api.Patch("/api/v1/namespaces/default/secrets/s", """{"type":"other"}""")).Body["message"]);
    }

    [Fact]
    public async Task A_pod_may_have_another_image_and_one_toleration_more()
    {
        var pod = (await _api.Get("/api/v1/pods?fieldSelector=status.phase=Running"))["items"]![0]!.AsObject();
        var path = $"/api/v1/namespaces/{pod["metadata"]!["namespace"]}/pods/{pod["metadata"]!["name"]}";
        var container = (string?)pod["spec"]!["containers"]![0]!["name"];
        Assert.Equal(200, (await _api.Patch(path, """{"spec":{"containers":[{"name":"NAME","image":"other:2"}]}}""".Replace("NAME", container, StringComparison.Ordinal), "application/strategic-merge-patch+json")).Code);
        Assert.Equal(200, (await _api.Patch(path, """[{"op":"add","path":"/spec/tolerations/-","value":{"key":"new","operator":"Exists"}}]""", "application/json-patch+json")).Code);
        Assert.Equal(422, (await _api.Patch(path, """[{"op":"remove","path":"/spec/tolerations/0"}]""", "application/json-patch+json")).Code);
    }
}
