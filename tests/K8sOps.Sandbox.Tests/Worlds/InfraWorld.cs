using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox.Tests.Worlds;

/// <summary>A world, sandbox-infra unless told otherwise, with its clock held, filled as <see cref="SandboxWorld"/> fills it.</summary>
internal sealed class InfraWorld : IDisposable
{
    public static readonly DateTimeOffset Begin = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    private readonly SandboxWorld sandbox;

    public InfraWorld(string world = "sandbox-infra") => sandbox = SandboxWorld.Create(world, new SandboxOptions { Start = Begin, Time = SandboxTime.Held });

    public WorldStore Store => sandbox.Store;

    public Platform Platform => sandbox.Platform;

    public SandboxWorld Sandbox => sandbox;

    public void Dispose() => sandbox.Dispose();

    /// <summary>Starts a scenario and lets it settle.</summary>
    public IScenario StartScenario(string name)
    {
        var scenario = Platform.Scenarios.Single(item => item.Name == name);
        Assert.False(scenario.IsBroken(Store));
        scenario.Start(Store);
        Run(scenario.Settle.TotalSeconds);
        Assert.True(scenario.IsBroken(Store));
        return scenario;
    }

    public void Run(double seconds)
    {
        Store.Settle();
        sandbox.Advance(TimeSpan.FromSeconds(seconds));
    }

    public JsonObject Get(KubeResource resource, string? ns, string name) =>
        Store.Get(resource, ns, name) ?? throw new InvalidOperationException($"No {resource} {ns}/{name}.");

    public JsonObject Pod(string app) => Assert.Single(Store.List(KubeResources.Pods), pod => pod.Label("app.kubernetes.io/name") == app);

    public IReadOnlyList<JsonObject> PodsOn(string node) => [.. Store.List(KubeResources.Pods).Where(pod => pod.Text("spec", "nodeName") == node)];

    public IReadOnlyList<JsonObject> Warnings() => [.. Store.List(KubeResources.Events).Where(static item => item.Text("type") == "Warning")];
}
