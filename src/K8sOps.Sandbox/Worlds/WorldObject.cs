using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Worlds;

/// <summary>An object that a world begins with.</summary>
/// <param name="Resource">Its kind.</param>
/// <param name="Body">The object as its manifest gives it, without the sandbox's own annotations.</param>
/// <param name="Age">How long before the world's start it was put in.</param>
public sealed record WorldObject(KubeResource Resource, JsonObject Body, TimeSpan Age)
{
    /// <summary>What was applied of it, if Flux did; shared between worlds, so not to be changed.</summary>
    internal JsonObject? Applied { get; init; }
}
