using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Tests.Worlds;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary>Rook's objects are what Rook's own definitions allow, also when things go wrong.</summary>
public sealed class RookContractTests
{
    // The text of the definitions is Rook's, and the CEL rules are not evaluated: neither is kept.
    private static readonly string[] Dropped = ["description", "x-kubernetes-validations", "example"];

    [PublishedRookFact]
    public void Every_object_validates_when_the_cluster_is_well_and_when_it_is_not()
    {
        using var world = new CephTestWorld();
        var schemas = Published().ToDictionary(static item => item.Text("spec", "names", "kind")!, static item => item["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject());
        Validate("HEALTH_OK");
        world.World.StartScenario("ceph-osd-down");
        Validate("HEALTH_WARN");
        world.World.StartScenario("ceph-pg-inconsistent");
        Validate("HEALTH_ERR");
        foreach (var monitor in "abc") world.Scale($"rook-ceph-mon-{monitor}", 0);
        world.Run(TimeSpan.FromMinutes(2));
        Validate("HEALTH_ERR");

        void Validate(string health)
        {
            foreach (var kind in CephKinds.All)
            {
                foreach (var item in world.Store.List(kind)) Assert.Empty(PublishedKinds.All.Faults(item, schemas[kind.Kind]).Select(fault => $"{kind.Kind} {item.Name()}{fault}"));
            }

            Assert.Equal(health, world.World.Get(CephKinds.Clusters, CephWorld.Namespace, "rook-ceph").Text("status", "ceph", "health"));
        }
    }

    [Fact]
    public void While_Ceph_does_not_answer_Rook_writes_down_that_it_did_not()
    {
        using var world = new CephTestWorld();
        foreach (var monitor in "abc") world.Scale($"rook-ceph-mon-{monitor}", 0);
        world.Run(TimeSpan.FromMinutes(5));
        var status = world.World.Get(CephKinds.Clusters, CephWorld.Namespace, "rook-ceph")["status"]!.AsObject();
        Assert.Equal(("Ready", "Error", "Failed to configure ceph cluster", "HEALTH_ERR"), (status.Text("phase"), status.Text("state"), status.Text("message"), status.Text("ceph", "health")));
        Assert.Equal(["error"], status.Object("ceph", "details")!.Select(static detail => detail.Key));
        Assert.Equal("Urgent", status.Text("ceph", "details", "error", "severity"));
        Assert.InRange(world.Store.Now - status.Time("ceph", "lastChecked")!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Equal(("Ready", "False"), (status.Objects("conditions").Single().Text("type"), status.Objects("conditions").Single().Text("status")));

        foreach (var monitor in "abc") world.Scale($"rook-ceph-mon-{monitor}", 1);
        world.Run(TimeSpan.FromMinutes(2));
        status = world.World.Get(CephKinds.Clusters, CephWorld.Namespace, "rook-ceph")["status"]!.AsObject();
        Assert.Equal(("Created", "HEALTH_OK", "HEALTH_ERR"), (status.Text("state"), status.Text("ceph", "health"), status.Text("ceph", "previousHealth")));
        Assert.Equal("True", status.Objects("conditions").Single().Text("status"));
    }

    [PublishedRookFact]
    public void The_definitions_are_the_published_ones_but_for_their_text()
    {
        var ours = CephDefinitions.Read().ToDictionary(static item => item.Name());
        var published = Published().Where(item => ours.ContainsKey(item.Name())).ToList();
        Assert.Equal(CephKinds.All.Select(static kind => $"{kind.Plural}.{kind.Group}").Order(StringComparer.Ordinal), published.Select(static item => item.Name()).Order(StringComparer.Ordinal));
        foreach (var definition in published)
        {
            foreach (var version in definition.Objects("spec", "versions")) Strip(version.Child("schema").Child("openAPIV3Schema"), isMap: false);
            Assert.True(JsonNode.DeepEquals(definition["spec"], ours[definition.Name()]["spec"]), $"{definition.Name()} is not what is published: run Update-Definitions.ps1.");
        }
    }

    [Fact]
    public void Only_the_world_with_Rook_has_its_kinds()
    {
        using var apps = SandboxWorld.Create("sandbox-apps", new SandboxOptions { Time = SandboxTime.Held });
        Assert.All(CephKinds.All, kind => Assert.Null(apps.Store.Kinds.Find(kind.Group, kind.Version, kind.Plural)));
        Assert.False(apps.Platform.Ceph.IsThere);
    }

    private static List<JsonObject> Published() => [.. Yaml.ParseAll(File.ReadAllText(PublishedRookFactAttribute.File!)).OfType<JsonObject>()];

    private static void Strip(JsonNode? schema, bool isMap)
    {
        if (schema is JsonArray list)
        {
            foreach (var item in list) Strip(item, isMap: false);
        }
        else if (schema is JsonObject map)
        {
            if (!isMap)
            {
                foreach (var name in Dropped) map.Remove(name);
            }

            foreach (var (name, child) in map)
            {
                if (isMap || name is not ("default" or "enum" or "required")) Strip(child, isMap: !isMap && name == "properties");
            }
        }
    }
}
