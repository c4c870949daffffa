using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>The kubelet of a worker stops. What cures it happens at the machine, which no API reaches.</summary>
internal sealed class NodeNotReadyScenario(Machines machines, string node) : IScenario
{
    public string Name => "node-not-ready";

    public string Description => $"The kubelet on {node} stopped: the node is NotReady after 40 seconds, and its pods are evicted after 5 minutes.";

    public string Cure => "Restart the kubelet on the machine: no API reaches it, so setting spec.active of this scenario to false stands for the operator who does it. Deleting pods, or cordoning the node, does not help.";

    public TimeSpan Settle => TimeSpan.FromSeconds(60);

    public void Start(IWorldStore store) => machines.StopKubelet(node);

    public void TurnOff(IWorldStore store) => machines.StartKubelet(node);

    public bool IsBroken(IWorldStore store) => !machines.IsKubeletRunning(node) && store.Get(KubeResources.Nodes, null, node) is not null;
}
