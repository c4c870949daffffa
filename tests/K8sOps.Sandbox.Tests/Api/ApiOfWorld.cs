using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Tests.Api;

/// <summary>A world, and requests to it as text.</summary>
internal sealed class ApiOfWorld : IDisposable
{
    private readonly IClusterTransport _transport;

    public ApiOfWorld(SandboxTime time = SandboxTime.Held, int extraPods = 0, string world = "sandbox-infra")
    {
        World = SandboxWorld.Create(world, new SandboxOptions { Time = time, ExtraPods = extraPods });
        _transport = World.CreateTransport();
    }

    public SandboxWorld World { get; }

    public async Task<KubeResponse> Open(string method, string path, string? body = null, string accept = "application/json", string? type = null) => await _transport.SendAsync(
        new KubeRequest
        {
            Method = new HttpMethod(method),
            PathAndQuery = path,
            Accept = accept,
            Body = body is null ? default : Encoding.UTF8.GetBytes(body),
            ContentType = body is null ? null : type ?? "application/json",
        },
        CancellationToken.None);

    public async Task<(int Code, string Body)> Text(string method, string path, string? body = null, string accept = "application/json", string? type = null)
    {
        await using var response = await Open(method, path, body, accept, type);
        using var reader = new StreamReader(response.Body);
        return (response.StatusCode, await reader.ReadToEndAsync());
    }

    public async Task<(int Code, JsonObject Body)> Send(string method, string path, string? body = null, string accept = "application/json", string? type = null)
    {
        var (code, text) = await Text(method, path, body, accept, type);
        return (code, JsonNode.Parse(text)!.AsObject());
    }

    public async Task<JsonObject> Get(string path, string accept = "application/json")
    {
        var (code, body) = await Send("GET", path, accept: accept);
        Assert.True(code == 200, $"GET {path}: {code} {body["message"]}");
        return body;
    }

    public Task<(int Code, JsonObject Body)> Patch(string path, string patch, string type = "application/merge-patch+json") => Send("PATCH", path, patch, type: type);

    /// <summary>Makes a ConfigMap in default.</summary>
    public async Task<JsonObject> Map(string name, string data = """{"a":"1"}""", string metadata = "")
    {
        var (code, body) = await Send("POST", "/api/v1/namespaces/default/configmaps", $$"""{"metadata":{"name":"{{name}}"{{metadata}}},"data":{{data}}}""");
        Assert.Equal(201, code);
        return body;
    }

    public void Dispose() => World.Dispose();

    public static string[] Names(JsonObject list) => [.. list["items"]!.AsArray().Select(static item => (string)item!["metadata"]!["name"]!)];
}
