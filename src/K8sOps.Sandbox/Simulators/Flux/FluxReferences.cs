using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What objects of Flux refer to.</summary>
internal static class FluxReferences
{
    /// <summary>An object as others refer to it.</summary>
    public static FluxReference Of(KubeResource resource, JsonObject item) => new(resource.Kind, item.Namespace() ?? "", item.Name());

    /// <summary>The source that a Kustomization is made from.</summary>
    public static FluxReference SourceOf(JsonObject kustomization) => At(kustomization, kustomization.Object("spec", "sourceRef"));

    /// <summary>What an object waits for before it is worked on, in its own kind.</summary>
    public static IEnumerable<FluxReference> DependenciesOf(JsonObject item) =>
        item.Objects("spec", "dependsOn").Select(reference => At(item, reference) with { Kind = item.Text("kind") ?? "" });

    /// <summary>A reference of an object; its own namespace where none is given.</summary>
    public static FluxReference At(JsonObject item, JsonObject? reference) =>
        new(reference.Text("kind") ?? "", reference.Text("namespace") is { Length: > 0 } ns ? ns : item.Namespace() ?? "", reference.Text("name") ?? "");
}
