using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Tests.Api.Schemas;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox.Tests.Worlds;

/// <summary>Every object of every world is what a real API server could serve: held to the published schemas, whatever has happened.</summary>
public sealed class ContractTests
{
    // Kinds whose documents are not among the published ones, and the sandbox's own.
    private static readonly string[] Unpublished = ["scheduling.k8s.io/v1 PriorityClass", "sandbox.k8sops.io/v1 Scenario", "sandbox.k8sops.io/v1 Clock"];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var world in SandboxWorld.Names)
        {
            cases.Add(world, "");
            foreach (var scenario in new Platform(world, new SandboxOptions().Start).Scenarios) cases.Add(world, scenario.Name);
        }

        return cases;
    }

    [PublishedTheory]
    [MemberData(nameof(Cases))]
    public void Every_object_validates(string name, string scenario)
    {
        using var world = SandboxWorld.Create(name, new SandboxOptions { Time = SandboxTime.Held });
        if (scenario.Length > 0)
        {
            world.Store.Update(WorldControl.Scenarios, null, scenario, static item => item["spec"]!["active"] = true);
            world.Store.Settle();
            world.Control.AfterWrite();
        }

        world.Advance(TimeSpan.FromHours(3));
        var faults = new List<string>();
        foreach (var kind in world.Store.Kinds.All.Where(static kind => !kind.IsComputed))
        {
            var definition = world.Store.List(Kinds.Definitions).FirstOrDefault(item => item.Text("spec", "group") == kind.Resource.Group && item.Text("spec", "names", "plural") == kind.Resource.Plural);
            foreach (var item in world.Store.List(kind.Resource)) faults.AddRange(FaultsOf(item, definition, kind.Resource).Select(fault => $"{kind.Resource.Kind} {item.Namespace()}/{item.Name()}{fault}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(40)));
    }

    [PublishedFact]
    public void A_fault_is_seen()
    {
        var pod = JsonNode.Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":1,"creationTimestamp":"yesterday"},"spec":{"containers":[{"image":"x","colour":"red"}]}}""")!.AsObject();
        Assert.Equal([".metadata.creationTimestamp: yesterday is no time", ".metadata.name: 1 is not a text", ".spec.containers[0].colour: unknown field", ".spec.containers[0].name: required"], PublishedKinds.All.Faults(pod).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> FaultsOf(JsonObject item, JsonObject? definition, KubeResource resource)
    {
        if (definition is not null) return PublishedKinds.All.Faults(item, definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject());
        if (PublishedKinds.All.Has(resource.ApiVersion, resource.Kind)) return PublishedKinds.All.Faults(item);
        return Unpublished.Contains($"{resource.ApiVersion} {resource.Kind}") ? [] : [": its kind is not published"];
    }
}
