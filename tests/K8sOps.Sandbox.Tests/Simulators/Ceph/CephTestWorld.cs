using System.Text.Json.Nodes;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Tests.Worlds;

namespace K8sOps.Sandbox.Tests.Simulators.Ceph;

/// <summary>A world whose Ceph is asked directly; its clock is held.</summary>
public sealed class CephTestWorld : IDisposable
{
    private readonly InfraWorld world = new();

    internal InfraWorld World => world;

    internal WorldStore Store => world.Store;

    internal CephWorld Ceph => world.Platform.Ceph;

    public void Dispose() => world.Dispose();

    internal void Run(TimeSpan time) => world.Run(time.TotalSeconds);

    /// <summary>The cluster as of now.</summary>
    internal CephWorld Settled
    {
        get
        {
            Ceph.Settle();
            return Ceph;
        }
    }

    /// <summary>What a command answers.</summary>
    internal CephReply Ask(string command, bool isJson = true)
    {
        Ceph.Settle();
        return new CephCommands(Ceph, isJson).Answer(command.Split(' '));
    }

    internal JsonNode Json(string command) => Ask(command).Json ?? throw new InvalidOperationException($"{command}: {Ask(command).Error}");

    /// <summary>The codes of the health checks that are raised.</summary>
    internal string Codes() => string.Join(' ', ((JsonObject)Json("health detail")["checks"]!).Select(static check => check.Key));

    /// <summary>How many placement groups are in each state.</summary>
    internal Dictionary<string, int> States() => Settled.Groups.GroupBy(static group => group.State).ToDictionary(static state => state.Key, static state => state.Count());

    /// <summary>Scales the Deployment of a daemon.</summary>
    internal void Scale(string deployment, int replicas)
    {
        Store.Update(K8sOps.Kubernetes.KubeResources.Deployments, CephWorld.Namespace, deployment, item => item["spec"]!["replicas"] = replicas);
        Store.Settle();
    }
}
