using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Tests.Api.Schemas;

public sealed class FieldValidationTests : IDisposable
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Good = """{"metadata":{"name":"web"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"app","image":"app:1"}]}}}}""";
    private readonly ApiOfWorld _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Strict_refuses_unknown_and_repeated_fields_in_the_servers_words()
    {
        var (code, status) = await _api.Send("POST", Deployments + "?fieldValidation=Strict", Good.Replace("\"replicas\":0", "\"foo\":1,\"replicas\":1,\"replicas\":0", StringComparison.Ordinal).Replace("\"image\"", "\"imgae\":\"x\",\"image\"", StringComparison.Ordinal));
        Assert.Equal((400, "BadRequest"), (code, (string?)status["reason"]));
        Assert.Equal("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: duplicate field \"spec.replicas\", unknown field \"spec.foo\", unknown field \"spec.template.spec.containers[0].imgae\"", (string?)status["message"]);
    }

    [Theory]
    [InlineData("", "299 - \"unknown field \\\"spec.foo\\\"\"")]
    [InlineData("?fieldValidation=Warn", "299 - \"unknown field \\\"spec.foo\\\"\"")]
    [InlineData("?fieldValidation=Ignore", null)]
    public async Task Otherwise_they_are_dropped_with_a_warning_or_without(string query, string? warning)
    {
        await using var response = await _api.Open("POST", Deployments + query, Good.Replace("\"replicas\"", "\"foo\":1,\"replicas\"", StringComparison.Ordinal));
        Assert.Equal(201, response.StatusCode);
        Assert.Equal(warning, response.Headers.TryGetValue("Warning", out var values) ? Assert.Single(values) : null);
        Assert.Null((await _api.Get(Deployments + "/web"))["spec"]!["foo"]);
    }

    [Fact]
    public async Task Of_repeated_fields_the_last_counts()
    {
        var (code, body) = await _api.Send("POST", Deployments, Good.Replace("\"replicas\":0", "\"replicas\":9,\"replicas\":0", StringComparison.Ordinal));
        Assert.Equal((201, 0), (code, (int?)body["spec"]!["replicas"]));
    }

    [Theory]
    [InlineData("\"replicas\":0", "\"replicas\":\"two\"", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("\"image\":\"app:1\"", "\"image\":\"a\",\"env\":[{\"name\":\"X\",\"value\":8080}]", "json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string")]
    [InlineData("\"image\":\"app:1\"", "\"image\":\"a\",\"resources\":{\"requests\":{\"memory\":\"lots\"}}", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("\"containers\":[", "\"containers\":{},\"volumes\":[", "json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container")]
    public async Task A_wrong_type_is_refused_as_Go_decodes(string from, string to, string why)
    {
        var (code, status) = await _api.Send("POST", Deployments + "?fieldValidation=Ignore", Good.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal((400, $"Deployment in version \"v1\" cannot be handled as a Deployment: {why}"), (code, (string?)status["message"]));
    }

    [Fact]
    public async Task A_patch_that_brings_an_unknown_field_is_refused_as_a_patch()
    {
        await _api.Send("POST", Deployments, Good);
        foreach (var type in (string[])["application/merge-patch+json", "application/strategic-merge-patch+json"])
        {
            var (code, status) = await _api.Patch(Deployments + "/web?fieldValidation=Strict", """{"spec":{"foo":1}}""", type);
            Assert.Equal(422, code);
            Assert.StartsWith(" \"\" is invalid: patch: Invalid value: \"{", (string?)status["message"], StringComparison.Ordinal);
            Assert.EndsWith("strict decoding error: unknown field \"spec.foo\"", (string?)status["message"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_apply_knows_no_unknown_field_whatever_the_validation()
    {
        var (code, status) = await _api.Patch(Deployments + "/web?fieldManager=a&fieldValidation=Ignore", """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"foo":1}}""", "application/apply-patch+yaml");
        Assert.Equal((500, "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema"), (code, (string?)status["message"]));
    }

    [Fact]
    public async Task A_validation_that_is_none_is_refused()
    {
        var (code, status) = await _api.Send("POST", Deployments + "?fieldValidation=Maybe", Good);
        Assert.Equal((422, "CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Maybe\": supported values: \"Ignore\", \"Strict\", \"Warn\""), (code, (string?)status["message"]));
    }

    [Theory]
    [InlineData("\"app\":\"web\"}},\"template\"", "\"app\":\"other\"}},\"template\"", "spec.template.metadata.labels: Invalid value: {\"app\":\"web\"}: `selector` does not match template `labels`")]
    [InlineData("\"image\":\"app:1\"", "\"args\":[]", "spec.template.spec.containers[0].image: Required value")]
    [InlineData("\"name\":\"app\",", "", "spec.template.spec.containers[0].name: Required value")]
    [InlineData("{\"name\":\"app\",\"image\":\"app:1\"}", "", "spec.template.spec.containers: Required value")]
    [InlineData("\"image\":\"app:1\"", "\"image\":\"app:1\",\"imagePullPolicy\":\"Often\"", "spec.template.spec.containers[0].imagePullPolicy: Unsupported value: \"Often\": supported values: \"Always\", \"IfNotPresent\", \"Never\"")]
    [InlineData("\"name\":\"web\"}", "\"name\":\"web\",\"labels\":{\"x\":\"a b\"}}", "metadata.labels: Invalid value: \"a b\": a valid label must be an empty string")]
    public async Task What_a_kind_requires_is_told(string from, string to, string why)
    {
        var (code, status) = await _api.Send("POST", Deployments, Good.Replace(from, to, StringComparison.Ordinal));
        Assert.Equal(422, code);
        Assert.StartsWith("Deployment.apps \"web\" is invalid: " + why, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_left_open_is_filled_in_once()
    {
        var (_, made) = await _api.Send("POST", Deployments, Good);
        Assert.Equal("""{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}}""", made["spec"]!["strategy"]!.ToJsonString());
        Assert.Equal("IfNotPresent", (string?)made["spec"]!["template"]!["spec"]!["containers"]![0]!["imagePullPolicy"]);
        var (_, replaced) = await _api.Send("PUT", Deployments + "/web", Good);
        Assert.Equal(1, (int?)replaced["metadata"]!["generation"]);
        var (_, service) = await _api.Send("POST", "/api/v1/namespaces/default/services", """{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"port":80}]}}""");
        Assert.Matches("^10\\.43\\.", (string?)service["spec"]!["clusterIP"]);
        Assert.Equal("ClusterIP", (string?)service["spec"]!["type"]);
    }

    [Fact]
    public async Task A_label_on_a_worlds_own_deployment_rolls_nothing_out()
    {
        const string Path = "/apis/apps/v1/namespaces/selfhosted/deployments/podinfo";
        var before = await _api.Get(Path);
        var (_, after) = await _api.Patch(Path, """{"metadata":{"labels":{"seen":"yes"}}}""");
        Assert.True(JsonNode.DeepEquals(before["spec"], after["spec"]));
        Assert.Equal((int?)before["metadata"]!["generation"], (int?)after["metadata"]!["generation"]);
    }
}
