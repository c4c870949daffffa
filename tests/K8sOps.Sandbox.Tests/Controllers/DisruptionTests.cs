using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Controllers;

public sealed class DisruptionTests : IDisposable
{
    private readonly SmallWorld world = new();

    public void Dispose() => world.Dispose();

    private JsonObject Budget() => world.Get(Kinds.PodDisruptionBudgets, "web");

    private void Make(string rule) => world.Apply($$"""
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: web }
        spec: { {{rule}}, selector: { matchLabels: { app: web } } }
        """);

    [Theory]
    [InlineData("minAvailable: 2", 2, 1)]
    [InlineData("minAvailable: 3", 3, 0)]
    [InlineData("minAvailable: 50%", 2, 1)]
    [InlineData("minAvailable: 100%", 3, 0)]
    [InlineData("maxUnavailable: 1", 2, 1)]
    [InlineData("maxUnavailable: 0", 3, 0)]
    [InlineData("maxUnavailable: 50%", 1, 2)]
    public void It_counts_by_numbers_and_by_percentages(string rule, int desired, int allowed)
    {
        world.Deploy("web", "replicas: 3");
        world.Run(30);
        Make(rule);
        Assert.Equal((3L, (long)desired, (long)allowed, 3L), (Budget().Number("status", "currentHealthy")!.Value, Budget().Number("status", "desiredHealthy")!.Value, Budget().Number("status", "disruptionsAllowed")!.Value, Budget().Number("status", "expectedPods")!.Value));
        Assert.Equal(allowed > 0 ? "SufficientPods" : "InsufficientPods", Budget().Condition("DisruptionAllowed").Text("reason"));
    }

    [Fact]
    public void A_pod_that_goes_and_one_that_is_not_ready_count_no_more()
    {
        world.Deploy("web", "replicas: 2");
        world.Run(30);
        Make("minAvailable: 1");
        Assert.Equal(1, Budget().Number("status", "disruptionsAllowed"));
        world.Delete(KubeResources.Pods, world.Pods("web")[0].Name());
        Assert.Equal(0, Budget().Number("status", "disruptionsAllowed"));
        world.Run(30);
        Assert.Equal(1, Budget().Number("status", "disruptionsAllowed"));
    }

    [Fact]
    public void One_without_pods_allows_nothing_and_says_so()
    {
        Make("maxUnavailable: 1");
        Assert.Equal(0, Budget().Number("status", "disruptionsAllowed"));
        Assert.Contains("No matching pods found", world.Events("NoPods"));
    }
}
