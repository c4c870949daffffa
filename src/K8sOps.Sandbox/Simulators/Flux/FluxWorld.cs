using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Containers;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What all Flux controllers of a world share.</summary>
internal sealed class FluxWorld(WorldIndex index, FluxUpstream upstream, IContainerRuntime containers, DateTimeOffset start)
{
    /// <summary>Where Flux and its root live.</summary>
    public const string Namespace = "flux-system";

    private IInsideServer? _server;

    public WorldIndex Index { get; } = index;

    /// <summary>What stands outside the cluster: repositories of Git, charts and images.</summary>
    public FluxUpstream Upstream { get; } = upstream;

    /// <summary>What source-controller serves.</summary>
    public ArtifactStorage Artifacts { get; } = new();

    /// <summary>What the controllers tell of what they do.</summary>
    public FluxTelling Telling { get; } = new(index, new FluxLog(index, containers));

    /// <summary>When the world's own life begins.</summary>
    public DateTimeOffset StartTime { get; } = start;

    /// <summary>The API server, for what a controller does as any client; there from the world's filling on.</summary>
    public IInsideServer Server
    {
        get => _server ?? throw new InvalidOperationException("The world has no API server yet.");
        set => _server = value;
    }

    /// <summary>Whether a controller of Flux has a pod that does its work.</summary>
    public bool IsUp(string controller) => Index.Get(KubeResources.Deployments, Namespace, controller).Number("status", "readyReplicas") > 0;

    /// <summary>Server-side apply; the index knows of it at once.</summary>
    /// <exception cref="ApiException">It was refused.</exception>
    public (JsonObject Body, bool IsChanged) Apply(KubeResource resource, JsonObject manifest, string manager, bool force = true, bool isDryRun = false)
    {
        var applied = Server.Apply(resource, manifest, manager, force, isDryRun);
        if (applied.IsChanged && !isDryRun) Learn(resource, manifest.Namespace(), manifest.Name());
        return applied;
    }

    /// <summary>Has the index look at an object that was written past it.</summary>
    public void Learn(KubeResource resource, string? ns, string name)
    {
        var now = ((WorldStore)Index.Store).Stored(resource, ns, name);
        Index.Changed(Index.Store, resource, Index.Get(resource, ns, name), now);
    }
}
