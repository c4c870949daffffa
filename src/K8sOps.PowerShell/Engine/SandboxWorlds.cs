using System.Collections.Concurrent;
using K8sOps.Kubernetes;
using K8sOps.Sandbox;

namespace K8sOps.Engine;

/// <summary>The sandboxes of this process: a world lives once, for all runspaces, from its first use on.</summary>
internal static class SandboxWorlds
{
    private static readonly ConcurrentDictionary<string, Lazy<SandboxWorld>> s_worlds = new(StringComparer.Ordinal);

    /// <summary>Whether a sandbox has that name.</summary>
    public static bool Has(string name) => SandboxWorld.Names.Contains(name);

    /// <summary>The world, made now if need be.</summary>
    public static SandboxWorld World(string name) => s_worlds.GetOrAdd(name, n => new Lazy<SandboxWorld>(() => SandboxWorld.Create(n))).Value;

    /// <summary>A cluster handle on a world; its waits run on the world's clock.</summary>
    public static Cluster Open(string name)
    {
        var world = World(name);
        return new Cluster(name, new KubeClient(world.CreateTransport(), new KubeClientOptions { Clock = world.Clock, NetworkClock = TimeProvider.System }), world.Clock);
    }
}
