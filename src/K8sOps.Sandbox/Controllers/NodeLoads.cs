using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>What the pods on each node request, kept up as they come and go, so that placing a pod does not add them all up.</summary>
internal sealed class NodeLoads
{
    private readonly Dictionary<string, (string Node, double Cpu, double Memory)> pods = [];
    private readonly Dictionary<string, (double Cpu, double Memory, int Pods)> nodes = [];

    public void Put(JsonObject pod, string node)
    {
        if (pods.ContainsKey(pod.Uid())) return;
        var (cpu, memory) = PodResources.Requests(pod);
        pods[pod.Uid()] = (node, cpu, memory);
        var load = On(node);
        nodes[node] = (load.Cpu + cpu, load.Memory + memory, load.Pods + 1);
    }

    public bool Drop(string podUid)
    {
        if (!pods.Remove(podUid, out var pod)) return false;
        var load = On(pod.Node);
        nodes[pod.Node] = (load.Cpu - pod.Cpu, load.Memory - pod.Memory, load.Pods - 1);
        return true;
    }

    public (double Cpu, double Memory, int Pods) On(string node) => nodes.GetValueOrDefault(node);

    /// <summary>How full a node is by what is requested: 0 is empty.</summary>
    public double Fraction(JsonObject node)
    {
        var load = On(node.Name());
        var cpu = Quantity.Parse(node.Text("status", "allocatable", "cpu"));
        var memory = Quantity.Parse(node.Text("status", "allocatable", "memory"));
        return (cpu > 0 ? load.Cpu / cpu : 1) + (memory > 0 ? load.Memory / memory : 1);
    }
}
