using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;
using K8sOps.Sandbox.Tests.Worlds;
using K8sOps.Text;

namespace K8sOps.Sandbox.Tests.Simulators.Flux;

/// <summary>Flux's objects are what Flux's own definitions allow, also when things go wrong.</summary>
public sealed class FluxContractTests
{
    [PublishedFluxFact]
    public void Every_object_validates_while_it_is_reconciled_while_it_fails_and_afterwards()
    {
        using var world = new FluxTestWorld();
        var schemas = Directory.GetFiles(PublishedFluxFactAttribute.Folder!, "*.yaml").Select(static file => Yaml.ParseAll(File.ReadAllText(file)).OfType<JsonObject>().Single())
            .ToDictionary(static item => item.Text("spec", "names", "kind")!, static item => item["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Validate();
        world.Patch(FluxKinds.Kustomizations, "flux-system", "plex", """{"spec":{"path":"./nowhere"}}""");
        world.Patch(FluxKinds.Kustomizations, "flux-system", "mealie", """{"spec":{"sourceRef":{"name":"nothing"}}}""");
        world.Patch(FluxKinds.Kustomizations, "flux-system", "homepage", """{"spec":{"suspend":true}}""");
        Assert.Equal(201, world.Send("POST", FluxKinds.GitRepositories.Path("flux-system"), """{"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"GitRepository","metadata":{"name":"lost"},"spec":{"interval":"5m","url":"https://git.nowhere.example/x.git"}}""", "application/json").Code);
        world.Commit("kubernetes/apps/selfhosted/podinfo", "Deployment", "podinfo", static item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/stefanprodan/podinfo:0.0.0-nothing");
        for (var second = 0; second < 12; second++)
        {
            world.Run(0.5);
            Validate();
        }

        world.Run(TimeSpan.FromMinutes(6));
        Validate();
        Assert.Superset(new HashSet<string>(["Progressing", "ReconciliationSucceeded", "ArtifactFailed", "DependencyNotReady", "HealthCheckFailed", "GitOperationFailed", "Succeeded"]), seen);

        void Validate()
        {
            foreach (var kind in FluxKinds.All)
            {
                foreach (var item in world.Store.List(kind))
                {
                    Assert.Empty(PublishedKinds.All.Faults(item, schemas[kind.Kind]).Select(fault => $"{kind.Kind} {item.Name()}{fault}"));
                    if (item.Condition("Ready").Text("reason") is { } reason) seen.Add(reason);
                }
            }
        }
    }
}
