using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// Heartbeats of the nodes whose kubelet runs, and what the node controller does about those that fall silent: the conditions turn
/// Unknown after 40 s, the node is tainted, its pods are marked not ready and evicted when their toleration ends.
/// </summary>
internal sealed class NodeLifecycleController : Controller
{
    private const string Component = "node-controller";
    private const string Silent = "Kubelet stopped posting node status.";
    private const string LeaseNamespace = "kube-node-lease";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OrphanTime = TimeSpan.FromSeconds(40);
    private static readonly (string Type, string Healthy, string Reason, string Message)[] Healthy =
    [
        ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
        ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
        ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ];

    private readonly Machines machines;
    private readonly Dictionary<string, DateTimeOffset> seen = [];
    private DateTimeOffset lastStatus;

    public NodeLifecycleController(WorldIndex world, Machines machines)
        : base(world)
    {
        this.machines = machines;
        machines.WhenKubeletTurns((node, isRunning) =>
        {
            if (isRunning && World.Get(KubeResources.Nodes, null, node) is { } found) Recover(found);
        });
    }

    public override void Start(IWorldStore store)
    {
        lastStatus = World.Now;
        foreach (var node in World.All(KubeResources.Nodes))
        {
            CreateLease(node);
            Renew(node);
            PostStatus(node);
        }

        World.After(Heartbeat, Tick);
    }

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Nodes)
        {
            if (after is null) NodeGone(before!);
            else if (before is null) NodeCame(after);
            else if (before.Flag("spec", "unschedulable") != after.Flag("spec", "unschedulable")) Cordon(after);
        }
    }

    private void Tick()
    {
        var postStatus = World.Now - lastStatus >= StatusInterval;
        if (postStatus) lastStatus = World.Now;
        foreach (var node in World.All(KubeResources.Nodes))
        {
            if (machines.IsKubeletRunning(node.Name()))
            {
                Renew(node);
                if (postStatus) PostStatus(node);
            }
            else if (World.Now - seen.GetValueOrDefault(node.Name()) >= GracePeriod && node.Condition("Ready").Text("status") != "Unknown")
            {
                Lose(node);
            }
        }

        World.After(Heartbeat, Tick);
    }

    private void NodeCame(JsonObject node)
    {
        seen[node.Name()] = World.Now;
        World.Enqueue("node/" + node.Name(), () =>
        {
            if (World.Get(KubeResources.Nodes, null, node.Name()) is not { } found) return;
            if (World.IsStarted) CreateLease(found);
            if (found.Condition("Ready") is null) PostStatus(found);
        });
    }

    private void CreateLease(JsonObject node)
    {
        if (World.Store.Get(KubeResources.Namespaces, null, LeaseNamespace) is null || World.Store.Get(Kinds.Leases, LeaseNamespace, node.Name()) is not null) return;
        World.Store.Create(Kinds.Leases, new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject
            {
                ["name"] = node.Name(),
                ["namespace"] = LeaseNamespace,
                ["creationTimestamp"] = node.Text("metadata", "creationTimestamp"),
                ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = node.Name(), ["uid"] = node.Uid() }),
            },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = node.Name(),
                ["leaseDurationSeconds"] = (int)GracePeriod.TotalSeconds,
                ["renewTime"] = Fields.MicroStamp(World.Now),
            },
        });
    }

    private void Renew(JsonObject node)
    {
        seen[node.Name()] = World.Now;
        World.Store.Update(Kinds.Leases, LeaseNamespace, node.Name(), lease => lease.Child("spec")["renewTime"] = Fields.MicroStamp(World.Now));
    }

    private void PostStatus(JsonObject node) => World.UpdateStatus(KubeResources.Nodes, node, item =>
    {
        var status = item.Child("status");
        foreach (var (type, healthy, reason, message) in Healthy)
        {
            Fields.SetCondition(status, World.Now, type, healthy, reason, message);
            item.Condition(type)!["lastHeartbeatTime"] = Fields.Stamp(World.Now);
        }
    });

    private void Lose(JsonObject node)
    {
        World.UpdateStatus(KubeResources.Nodes, node, item =>
        {
            foreach (var (type, _, _, _) in Healthy) Fields.SetCondition(item.Child("status"), World.Now, type, "Unknown", "NodeStatusUnknown", Silent);
        });
        World.Update(KubeResources.Nodes, node, item =>
        {
            AddTaint(item, Taints.Unreachable, "NoSchedule");
            AddTaint(item, Taints.Unreachable, "NoExecute");
        });
        World.Event(node, "Normal", "NodeNotReady", $"Node {node.Name()} status is now: NodeNotReady", Component);
        foreach (var pod in World.PodsOnNode(node.Name()).Where(static pod => !PodState.IsFinished(pod)).OrderBy(static pod => pod.Name(), StringComparer.Ordinal))
        {
            if (PodState.IsReady(pod))
            {
                World.UpdateStatus(KubeResources.Pods, pod, item => Fields.SetCondition(item.Child("status"), World.Now, "Ready", "False"));
                World.Event(pod, "Warning", "NodeNotReady", "Node is not ready", Component);
            }

            PlanEviction(node, pod);
        }
    }

    private void PlanEviction(JsonObject node, JsonObject pod)
    {
        var taint = new JsonObject { ["key"] = Taints.Unreachable, ["effect"] = "NoExecute" };
        var toleration = Taints.Toleration(pod, taint);
        if (toleration is not null && toleration.Number("tolerationSeconds") is null) return;
        World.After(TimeSpan.FromSeconds(toleration.Number("tolerationSeconds") ?? 0), () =>
        {
            if (!HasTaint(World.Get(KubeResources.Nodes, null, node.Name()), Taints.Unreachable)) return;
            if (World.Get(KubeResources.Pods, pod.Namespace(), pod.Name()) is not { } found || found.Uid() != pod.Uid() || found.IsTerminating()) return;
            World.UpdateStatus(KubeResources.Pods, found, item => Fields.SetCondition(
                item.Child("status"), World.Now, "DisruptionTarget", "True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint"));
            World.Event(found, "Normal", "TaintManagerEviction", $"Marking for deletion Pod {pod.Namespace()}/{pod.Name()}", "taint-eviction-controller");
            World.Delete(KubeResources.Pods, found);
        });
    }

    private void Recover(JsonObject node)
    {
        Renew(node);
        var wasLost = node.Condition("Ready").Text("status") != "True";
        PostStatus(node);
        if (!wasLost) return;
        World.Update(KubeResources.Nodes, node, item => RemoveTaints(item, Taints.Unreachable));
        World.Event(node, "Normal", "NodeReady", $"Node {node.Name()} status is now: NodeReady", "kubelet");
    }

    private void Cordon(JsonObject node)
    {
        World.Update(KubeResources.Nodes, node, item =>
        {
            if (item.Flag("spec", "unschedulable")) AddTaint(item, Taints.Unschedulable, "NoSchedule");
            else RemoveTaints(item, Taints.Unschedulable);
        });
        var state = node.Flag("spec", "unschedulable") ? "NodeNotSchedulable" : "NodeSchedulable";
        World.Event(node, "Normal", state, $"Node {node.Name()} status is now: {state}", "kubelet");
    }

    /// <summary>Nobody runs the pods of a node that is gone: the pod garbage collector takes them after a while.</summary>
    private void NodeGone(JsonObject node)
    {
        World.Event(node, "Normal", "RemovingNode", $"Node {node.Name()} event: Removing Node {node.Name()} from Controller", Component);
        World.Store.Remove(Kinds.Leases, LeaseNamespace, node.Name());
        World.After(OrphanTime, () =>
        {
            if (World.Get(KubeResources.Nodes, null, node.Name()) is not null) return;
            foreach (var pod in World.PodsOnNode(node.Name()).OrderBy(static pod => pod.Name(), StringComparer.Ordinal)) World.Remove(KubeResources.Pods, pod);
        });
    }

    private void AddTaint(JsonObject node, string key, string effect)
    {
        var taints = node.Child("spec").Items("taints");
        if (taints.OfType<JsonObject>().Any(taint => taint.Text("key") == key && taint.Text("effect") == effect)) return;
        taints.Add((JsonNode)new JsonObject { ["key"] = key, ["effect"] = effect, ["timeAdded"] = Fields.Stamp(World.Now) });
    }

    private static void RemoveTaints(JsonObject node, string key)
    {
        var spec = node.Child("spec");
        var taints = spec.Items("taints");
        foreach (var taint in taints.OfType<JsonObject>().Where(taint => taint.Text("key") == key).ToList()) taints.Remove(taint);
        if (taints.Count == 0) spec.Remove("taints");
    }

    private static bool HasTaint(JsonObject? node, string key) => node.Objects("spec", "taints").Any(taint => taint.Text("key") == key);
}
