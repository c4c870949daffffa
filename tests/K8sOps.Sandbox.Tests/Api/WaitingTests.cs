using System.Diagnostics;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Tests;

/// <summary>The client waits on a jumping world.</summary>
[Collection("alone")]
public sealed class WaitingTests
{
    [Fact]
    public async Task A_wait_of_ten_minutes_takes_as_long_as_its_work()
    {
        using var world = SandboxWorld.Create("sandbox-apps");
        await using var client = new KubeClient(world.CreateTransport(), new() { Clock = world.Clock });
        var made = JsonNode.Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx:nope"}]}}}}""")!.AsObject();
        var began = world.Clock.GetUtcNow();
        await client.CreateAsync(KubeResources.Deployments, "default", made, WriteOptions.Default, default);
        var watch = Stopwatch.StartNew();
        var failed = await client.WaitAsync(KubeResources.Deployments, "default", "web", KubeJson.Object, d => Reason(d) == "ProgressDeadlineExceeded", TimeSpan.FromMinutes(15), default);
        Assert.NotNull(failed);
        Assert.True(world.Clock.GetUtcNow() - began >= TimeSpan.FromMinutes(10));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static string? Reason(JsonObject? d) => (string?)(d?["status"]?["conditions"] as JsonArray)?.FirstOrDefault(c => (string?)c?["type"] == "Progressing")?["reason"];
}
