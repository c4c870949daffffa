using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Which nodes could take one pod, and in the scheduler plugins' words why the others could not.</summary>
internal sealed class NodeFilter(WorldIndex world, NodeLoads loads, IReadOnlyDictionary<string, string> assumed, JsonObject pod)
{
    private readonly (double Cpu, double Memory) requests = PodResources.Requests(pod);
    private readonly List<JsonObject> volumes = VolumesOf(world, pod);
    private readonly Dictionary<string, int> siblings = SiblingsByNode(world, pod);

    /// <summary>Each refused node's reasons, and whether removing pods from it could help.</summary>
    public List<(IReadOnlyList<string> Reasons, bool PreemptionCouldHelp)> Refusals { get; } = [];

    /// <summary>How many pods of the same owner are on the node.</summary>
    public int SiblingsOn(JsonObject node) => siblings.GetValueOrDefault(node.Name());

    public bool Fits(JsonObject node)
    {
        if (node.Flag("spec", "unschedulable") && !IsTolerated(Taints.Unschedulable)) return Refuse("node(s) were unschedulable");
        if (Taints.FirstUntolerated(node, pod) is { } taint) return Refuse($"node(s) had untolerated taint {{{taint.Text("key")}: {taint.Text("value")}}}");
        if (!NodeAffinity.Matches(pod, node)) return Refuse("node(s) didn't match Pod's node affinity/selector");
        if (Insufficient(node) is { Count: > 0 } reasons)
        {
            Refusals.Add((reasons, true));
            return false;
        }

        if (volumes.Exists(volume => !NodeAffinity.MatchesTerms(volume.Object("spec", "nodeAffinity", "required"), node)))
            return Refuse("node(s) had volume node affinity conflict");
        if (IsKeptApart(node))
        {
            Refusals.Add((["node(s) didn't match pod anti-affinity rules"], true));
            return false;
        }

        return true;
    }

    private bool Refuse(string reason)
    {
        Refusals.Add(([reason], false));
        return false;
    }

    private bool IsTolerated(string key) => pod.Objects("spec", "tolerations").Any(toleration => Taints.Tolerates(toleration, key, "", "NoSchedule"));

    private List<string> Insufficient(JsonObject node)
    {
        var load = loads.On(node.Name());
        var reasons = new List<string>();
        if (load.Pods + 1 > Quantity.Parse(node.Text("status", "allocatable", "pods") ?? "110")) reasons.Add("Too many pods");
        if (requests.Cpu > 0 && load.Cpu + requests.Cpu > Quantity.Parse(node.Text("status", "allocatable", "cpu")) + 1e-9) reasons.Add("Insufficient cpu");
        if (requests.Memory > 0 && load.Memory + requests.Memory > Quantity.Parse(node.Text("status", "allocatable", "memory"))) reasons.Add("Insufficient memory");
        return reasons;
    }

    private bool IsKeptApart(JsonObject node)
    {
        foreach (var term in pod.Objects("spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"))
        {
            var key = term.Text("topologyKey") ?? "kubernetes.io/hostname";
            var place = node.Label(key);
            if (place is null) continue;
            var clash = world.InNamespace(KubeResources.Pods, pod.Namespace()).Any(other =>
                other.Uid() != pod.Uid() && !PodState.IsFinished(other)
                && (other.Text("spec", "nodeName") ?? assumed.GetValueOrDefault(other.Uid())) is { Length: > 0 } where
                && world.Get(KubeResources.Nodes, null, where)?.Label(key) == place
                && Fields.Matches(term.Object("labelSelector"), other.Object("metadata", "labels")));
            if (clash) return true;
        }

        return false;
    }

    private static List<JsonObject> VolumesOf(WorldIndex world, JsonObject pod) =>
    [
        .. PodClaims.NamesOf(pod)
            .Select(name => world.Get(KubeResources.PersistentVolumeClaims, pod.Namespace(), name).Text("spec", "volumeName"))
            .OfType<string>()
            .Select(volume => world.Get(Kinds.PersistentVolumes, null, volume))
            .OfType<JsonObject>()
            .Where(static volume => volume.Object("spec", "nodeAffinity", "required") is not null),
    ];

    private static Dictionary<string, int> SiblingsByNode(WorldIndex world, JsonObject pod)
    {
        if (pod.Controller().Text("uid") is not { } owner) return [];
        return world.OwnedBy(KubeResources.Pods, owner)
            .Select(static sibling => sibling.Text("spec", "nodeName"))
            .OfType<string>()
            .CountBy(static node => node)
            .ToDictionary();
    }
}
