using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Scenarios;

public sealed class WorkloadScenarioTests
{
    public static TheoryData<string, string, string> Places => new()
    {
        { "sandbox-infra", "selfhosted", "podinfo" },
        { "sandbox-apps", "billing", "invoices" },
    };

    private static JsonObject Container(JsonObject deployment) => deployment["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject();

    private static void Change(InfraWorld world, string ns, string app, Action<JsonObject> change)
    {
        world.Store.Update(KubeResources.Deployments, ns, app, change);
        world.Run(1);
    }

    private static void Restart(InfraWorld world, string ns, string app) => Change(world, ns, app, static item =>
        item["spec"]!["template"]!["metadata"]!.AsObject().Child("annotations")["kubectl.kubernetes.io/restartedAt"] = "2026-01-15T04:00:00Z");

    private static void DeletePods(InfraWorld world, string ns, string app)
    {
        foreach (var pod in world.Store.List(KubeResources.Pods, ns).Where(pod => pod.Label("app.kubernetes.io/name") == app)) world.Store.Delete(KubeResources.Pods, ns, pod.Name());
        world.Run(120);
    }

    private static IEnumerable<JsonNode?> States(InfraWorld world, string ns, string app) => world.Store.List(KubeResources.Pods, ns)
        .Where(pod => pod.Label("app.kubernetes.io/name") == app).Select(static pod => pod["status"]!["containerStatuses"]?[0]);

    private static void AllIsWell(InfraWorld world, string ns, string app)
    {
        world.Run(420);
        var deployment = world.Get(KubeResources.Deployments, ns, app);
        Assert.Equal("NewReplicaSetAvailable", deployment.Condition("Progressing").Text("reason"));
        Assert.All(world.Store.List(KubeResources.Pods, ns).Where(pod => pod.Label("app.kubernetes.io/name") == app), static pod => Assert.True(PodState.IsReady(pod)));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void An_image_that_cannot_be_pulled_is_cured_by_one_that_can(string name, string ns, string app)
    {
        using var world = new InfraWorld(name);
        var scenario = world.StartScenario("image-pull");
        Assert.Contains(States(world, ns, app), static status => status.Text("state", "waiting", "reason") == "ImagePullBackOff");
        Assert.Contains(world.Warnings(), static item => item.Text("message")?.StartsWith("Failed to pull image", StringComparison.Ordinal) == true);
        Assert.Equal("True", world.Get(KubeResources.Deployments, ns, app).Condition("Available").Text("status"));
        Restart(world, ns, app);
        Assert.True(scenario.IsBroken(world.Store));
        Change(world, ns, app, static item => Container(item)["image"] = Container(item).Text("image")!.Replace("-hotfix", "", StringComparison.Ordinal));
        Assert.False(scenario.IsBroken(world.Store));
        AllIsWell(world, ns, app);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_container_killed_for_its_memory_is_cured_by_a_higher_limit(string name, string ns, string app)
    {
        using var world = new InfraWorld(name);
        var scenario = world.StartScenario("oom-killed");
        Assert.Contains(States(world, ns, app), static status => status.Text("lastState", "terminated", "reason") == "OOMKilled" && status.Number("lastState", "terminated", "exitCode") == 137);
        DeletePods(world, ns, app);
        Assert.True(scenario.IsBroken(world.Store));
        Change(world, ns, app, static item => Container(item)["resources"]!["limits"]!["memory"] = "256Mi");
        Assert.False(scenario.IsBroken(world.Store));
        AllIsWell(world, ns, app);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_rollout_past_its_deadline_is_cured_by_a_probe_that_is_answered(string name, string ns, string app)
    {
        using var world = new InfraWorld(name);
        var scenario = world.StartScenario("rollout-stuck");
        var progress = world.Get(KubeResources.Deployments, ns, app).Condition("Progressing");
        Assert.Equal(("False", "ProgressDeadlineExceeded"), (progress.Text("status"), progress.Text("reason")));
        Assert.Contains(world.Warnings(), static item => item.Text("reason") == "Unhealthy" && item.Text("message")!.EndsWith(":9797: connect: connection refused", StringComparison.Ordinal));
        Restart(world, ns, app);
        Assert.True(scenario.IsBroken(world.Store));
        Change(world, ns, app, static item => Container(item)["readinessProbe"]!["httpGet"]!["port"] = "http");
        Assert.False(scenario.IsBroken(world.Store));
        AllIsWell(world, ns, app);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_pod_that_fits_nowhere_is_cured_by_a_smaller_request(string name, string ns, string app)
    {
        using var world = new InfraWorld(name);
        Assert.NotEqual("forecast", app);
        var scenario = world.StartScenario("pod-pending");
        Assert.Matches(@"^0/\d nodes are available: .*Insufficient cpu", world.Pod("forecast").Condition("PodScheduled").Text("message"));
        DeletePods(world, ns, "forecast");
        Assert.True(scenario.IsBroken(world.Store));
        Change(world, ns, "forecast", static item => Container(item)["resources"]!["requests"]!["cpu"] = "500m");
        Assert.False(scenario.IsBroken(world.Store));
        AllIsWell(world, ns, "forecast");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_budget_that_blocks_is_cured_by_one_replica_more(string name, string ns, string app)
    {
        using var world = new InfraWorld(name);
        var scenario = world.StartScenario("drain-blocked");
        Assert.Equal(0, world.Get(Kinds.PodDisruptionBudgets, ns, app).Number("status", "disruptionsAllowed"));
        DeletePods(world, ns, app);
        Assert.True(scenario.IsBroken(world.Store));
        Change(world, ns, app, static item => item["spec"]!["replicas"] = 3);
        world.Run(60);
        Assert.False(scenario.IsBroken(world.Store));
        Assert.Equal(1, world.Get(Kinds.PodDisruptionBudgets, ns, app).Number("status", "disruptionsAllowed"));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_budget_that_blocks_is_cured_by_a_budget_that_does_not(string name, string ns, string app)
    {
        using var world = new InfraWorld(name);
        var scenario = world.StartScenario("drain-blocked");
        world.Store.Update(Kinds.PodDisruptionBudgets, ns, app, static item => item["spec"]!["minAvailable"] = 1);
        world.Run(1);
        Assert.False(scenario.IsBroken(world.Store));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_namespace_that_does_not_go_is_cured_by_taking_the_finalizer_off(string name, string ns, string app)
    {
        Assert.NotEqual(ns, app);
        using var world = new InfraWorld(name);
        var scenario = world.StartScenario("namespace-terminating");
        Assert.Equal("True", world.Get(KubeResources.Namespaces, null, "preview-142").Condition("NamespaceFinalizersRemaining").Text("status"));
        world.Store.Delete(KubeResources.Namespaces, null, "preview-142");
        world.Run(60);
        Assert.True(scenario.IsBroken(world.Store));
        world.Store.Update(Kinds.ConfigMaps, "preview-142", "preview-database", static item => item["metadata"]!.AsObject().Remove("finalizers"));
        world.Run(1);
        Assert.False(scenario.IsBroken(world.Store));
        Assert.Null(world.Store.Get(KubeResources.Namespaces, null, "preview-142"));
    }

    [Theory]
    [InlineData("sandbox-infra", 29)]
    [InlineData("sandbox-apps", 14)]
    public void Every_scenario_can_be_started_and_says_how_it_is_cured(string name, int count)
    {
        using var world = SandboxWorld.Create(name, new SandboxOptions { Time = SandboxTime.Held });
        var scenarios = world.Store.List(WorldControl.Scenarios);
        Assert.Equal(count, scenarios.Count);
        Assert.All(scenarios, static item => Assert.True(item.Text("spec", "cure") is { Length: > 20 } && item.Text("spec", "description") is { Length: > 20 }));
    }
}
