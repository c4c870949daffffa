using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// A controller or operator of the simulated platform. The world calls it under its lock for every change of any object, one
/// change at a time, in order; what it does to the store in turn is queued and told the same way, until all is quiet.
/// </summary>
public interface IController
{
    /// <summary>Called once when a world has been filled; starts what goes on by itself (lease renewals, intervals).</summary>
    void Start(IWorldStore store);

    /// <summary>An object was created (<paramref name="before"/> null), changed, or removed (<paramref name="after"/> null).</summary>
    void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after);
}
