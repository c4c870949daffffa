using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Tests.Api.Protobuf;

/// <summary>What stock kubectl sends, against what it prints for the same command.</summary>
public sealed class KubectlBodyTests
{
    public static TheoryData<string> Commands => [.. KubectlBody.All.Select(static body => body.Command)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_body_is_read_as_the_object_that_kubectl_prints(string command)
    {
        var body = KubectlBody.All.Single(body => body.Command == command);
        var read = ProtobufBody.Decode(body.Body);
        Assert.True(JsonNode.DeepEquals(body.Object, read), $"expected {body.Object.ToJsonString()}\nread     {read.ToJsonString()}");
    }

    [Fact]
    public async Task A_body_in_protobuf_makes_the_object_and_is_answered_in_JSON()
    {
        using var api = new ApiOfWorld();
        var (code, web) = await PostAsync(api, "/apis/apps/v1/namespaces/default/deployments", KubectlBody.All[1].Body);
        Assert.Equal((201, 2), (code, (int?)web["spec"]!["replicas"]));
        Assert.Equal("nginx:1.27", (string?)(await api.Get("/apis/apps/v1/namespaces/default/deployments/web"))["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_is_refused_and_makes_nothing()
    {
        using var api = new ApiOfWorld();
        var writes = api.World.WriteCount;
        var whole = KubectlBody.All.Single(static body => body.Command.Contains("configmap settings", StringComparison.Ordinal)).Body;
        var (cut, status) = await PostAsync(api, "/api/v1/namespaces/default/configmaps", whole[..^3]);
        Assert.Equal((400, "BadRequest", "the object provided is unrecognized (must be of type protobuf): it ends inside a field"), (cut, (string?)status["reason"], (string?)status["message"]));
        Assert.Equal(400, (await PostAsync(api, "/api/v1/namespaces/default/secrets", whole)).Code);
        Assert.Equal(400, (await PostAsync(api, "/api/v1/namespaces/default/configmaps", "{}"u8.ToArray())).Code);
        Assert.Equal(writes, api.World.WriteCount);
    }

    private static async Task<(int Code, JsonObject Body)> PostAsync(ApiOfWorld api, string path, byte[] body)
    {
        await using var transport = api.World.CreateTransport();
        await using var response = await transport.SendAsync(
            new KubeRequest { Method = HttpMethod.Post, PathAndQuery = path, Accept = "application/vnd.kubernetes.protobuf,application/json", Body = body, ContentType = "application/vnd.kubernetes.protobuf" },
            CancellationToken.None);
        Assert.Equal(["application/json"], response.Headers["Content-Type"]);
        return (response.StatusCode, (await JsonNode.ParseAsync(response.Body))!.AsObject());
    }
}
