using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox.Tests.Worlds;

/// <summary>A world, sandbox-infra unless told otherwise, with its clock held, filled as <see cref="SandboxWorld"/> fills it.</summary>
internal sealed class InfraWorld : IDisposable
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private readonly WorldClock clock;
    private readonly Platform platform;

    public InfraWorld(string world = "sandbox-infra")
    {
        platform = new Platform(world, Begin);
        clock = new WorldClock(new Lock(), Begin, SandboxTime.Held, 1);
        Store = new WorldStore(clock, new WorldSeed(world)) { Controllers = platform.Controllers };
        clock.AfterAction = Store.Settle;
        var objects = WorldManifests.Load(world, Begin);
        clock.Replay = Begin - objects[0].Age;
        foreach (var item in objects)
        {
            clock.AdvanceTo(Begin - item.Age);
            Store.CreateOwn(item.Resource, item.Body);
            Store.Settle();
        }

        clock.AdvanceTo(Begin);
        foreach (var controller in platform.Controllers) controller.Start(Store);
        Store.Settle();
        clock.Replay = null;
        clock.Restart(Begin, keepActions: true);
    }

    public WorldStore Store { get; }

    public void Dispose() => clock.Dispose();

    /// <summary>Starts a scenario and lets it settle.</summary>
    public IScenario StartScenario(string name)
    {
        var scenario = platform.Scenarios.Single(item => item.Name == name);
        Assert.False(scenario.IsBroken(Store));
        scenario.Start(Store);
        Run(scenario.Settle.TotalSeconds);
        Assert.True(scenario.IsBroken(Store));
        return scenario;
    }

    public void Run(double seconds)
    {
        Store.Settle();
        clock.AdvanceTo(clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
    }

    public JsonObject Get(KubeResource resource, string? ns, string name) =>
        Store.Get(resource, ns, name) ?? throw new InvalidOperationException($"No {resource} {ns}/{name}.");

    public JsonObject Pod(string app) => Assert.Single(Store.List(KubeResources.Pods), pod => pod.Label("app.kubernetes.io/name") == app);

    public IReadOnlyList<JsonObject> PodsOn(string node) => [.. Store.List(KubeResources.Pods).Where(pod => pod.Text("spec", "nodeName") == node)];

    public IReadOnlyList<JsonObject> Warnings() => [.. Store.List(KubeResources.Events).Where(static item => item.Text("type") == "Warning")];
}
