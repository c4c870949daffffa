using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Keeps one pod on every node that a DaemonSet may run on, cordoned and silent ones too, as daemons tolerate those.</summary>
internal sealed class DaemonSetController(WorldIndex world) : Controller(world)
{
    private const string RevisionLabel = RevisionHistory.Label;
    private const string Component = "daemonset-controller";
    private readonly RevisionHistory history = new(world, KubeResources.DaemonSets);

    private static readonly (string Key, string Effect)[] DaemonTolerations =
    [
        (Taints.NotReady, "NoExecute"),
        (Taints.Unreachable, "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        (Taints.Unschedulable, "NoSchedule"),
    ];

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.DaemonSets && after is not null) Enqueue(resource, after, Reconcile);
        else if (resource == KubeResources.Pods) EnqueueOwner(KubeResources.DaemonSets, before, after, Reconcile);
        else if (resource == KubeResources.Nodes && (before is null || after is null
            || !Fields.Same(before["spec"], after["spec"]) || !Fields.Same(before.At("metadata", "labels"), after.At("metadata", "labels"))))
        {
            foreach (var set in World.All(KubeResources.DaemonSets)) Enqueue(KubeResources.DaemonSets, set, Reconcile);
        }
    }

    private void Reconcile(JsonObject set)
    {
        if (set.IsTerminating()) return;
        var present = history.Present(set);
        var hash = RevisionHistory.HashOf(present);
        var probe = NewPod(set, hash, "");
        var wanted = World.All(KubeResources.Nodes).Where(node => ShouldRun(probe, node)).Select(static node => node.Name()).Order(StringComparer.Ordinal).ToList();
        var pods = World.OwnedBy(KubeResources.Pods, set.Uid());
        var byNode = pods.Where(static pod => !pod.IsTerminating()).GroupBy(TargetNode).ToDictionary(static group => group.Key, static group => group.ToList());
        var leaving = pods.Where(static pod => pod.IsTerminating()).Select(TargetNode).ToHashSet();

        foreach (var failed in byNode.Values.SelectMany(static list => list).Where(PodState.IsFinished)) Delete(set, failed);
        foreach (var (node, list) in byNode.Where(pair => !wanted.Contains(pair.Key)))
        {
            // A node that went away takes its pods along, which is the pod garbage collector's work; on one that only takes no new pods, those there stay.
            if (World.Get(KubeResources.Nodes, null, node) is not { } found || MayStay(probe, found)) continue;
            foreach (var pod in list) Delete(set, pod);
        }

        foreach (var node in wanted.Where(node => !byNode.ContainsKey(node) && !leaving.Contains(node)))
        {
            var pod = World.Create(KubeResources.Pods, NewPod(set, hash, node));
            World.Event(set, "Normal", "SuccessfulCreate", $"Created pod: {pod.Name()}", Component);
        }

        if (set.Text("spec", "updateStrategy", "type") != "OnDelete") RollOut(set, hash, wanted, byNode);
        WriteStatus(set, hash, wanted);
        history.Forget(set, present, item => pods.Any(pod => pod.Label(RevisionLabel) == RevisionHistory.HashOf(item)));
    }

    private void RollOut(JsonObject set, string hash, List<string> wanted, Dictionary<string, List<JsonObject>> byNode)
    {
        var most = Rollout.Share(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable") ?? 1, wanted.Count, up: true);
        var present = wanted.Select(node => byNode.GetValueOrDefault(node)?.FirstOrDefault()).ToList();
        var missing = present.Count(static pod => pod is null || !PodState.IsReady(pod));
        foreach (var old in present.OfType<JsonObject>().Where(pod => pod.Label(RevisionLabel) != hash))
        {
            if (PodState.IsReady(old) && missing++ >= most) break;
            Delete(set, old);
        }
    }

    private void Delete(JsonObject set, JsonObject pod)
    {
        World.Delete(KubeResources.Pods, pod);
        World.Event(set, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Name()}", Component);
    }

    private static bool ShouldRun(JsonObject probe, JsonObject node) =>
        MatchesTemplate(probe, node) && Taints.FirstUntolerated(node, probe) is null;

    private static bool MayStay(JsonObject probe, JsonObject node) => MatchesTemplate(probe, node)
        && node.Objects("spec", "taints").All(taint => taint.Text("effect") != "NoExecute" || Taints.IsTolerated(probe, taint));

    // The probe's own pin to a node is left out of account.
    private static bool MatchesTemplate(JsonObject probe, JsonObject node) =>
        probe.Object("spec", "nodeSelector") is not { } selector || Fields.HasAll(selector, node.Object("metadata", "labels"));

    private static JsonObject NewPod(JsonObject set, string hash, string node)
    {
        var pod = PodTemplate.NewPod(KubeResources.DaemonSets, set);
        pod.Child("metadata").Child("labels")[RevisionLabel] = hash;
        var spec = pod.Child("spec");
        var tolerations = spec.Items("tolerations");
        foreach (var toleration in tolerations.OfType<JsonObject>().Where(static item => item["tolerationSeconds"] is not null).ToList()) tolerations.Remove(toleration);
        foreach (var (key, effect) in DaemonTolerations)
            tolerations.Add((JsonNode)new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = effect });
        if (spec["hostNetwork"]?.GetValue<bool>() == true)
            tolerations.Add((JsonNode)new JsonObject { ["key"] = "node.kubernetes.io/network-unavailable", ["operator"] = "Exists", ["effect"] = "NoSchedule" });
        spec.Child("affinity").Child("nodeAffinity").Child("requiredDuringSchedulingIgnoredDuringExecution")["nodeSelectorTerms"] =
            new JsonArray(new JsonObject
            {
                ["matchFields"] = new JsonArray(new JsonObject { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new JsonArray(node) }),
            });
        return pod;
    }

    private static string TargetNode(JsonObject pod) => pod.Text("spec", "nodeName")
        ?? pod.Objects("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
            .SelectMany(static term => term.Objects("matchFields")).SelectMany(static field => field.Texts("values")).FirstOrDefault() ?? "";

    private void WriteStatus(JsonObject set, string hash, List<string> wanted)
    {
        var pods = World.OwnedBy(KubeResources.Pods, set.Uid()).Where(PodState.IsActive).ToList();
        var placed = pods.Where(pod => wanted.Contains(TargetNode(pod))).ToList();
        var ready = placed.Count(PodState.IsReady);
        var soon = placed.Select(pod => PodState.AvailableAt(pod, set.Number("spec", "minReadySeconds") ?? 0)).OfType<DateTimeOffset>().ToList();
        var available = soon.Count(time => time <= World.Now);
        World.UpdateStatus(KubeResources.DaemonSets, set, item =>
        {
            var status = item.Child("status");
            status["currentNumberScheduled"] = placed.Select(TargetNode).Distinct(StringComparer.Ordinal).Count();
            status["desiredNumberScheduled"] = wanted.Count;
            status["numberMisscheduled"] = pods.Count - placed.Count;
            status["numberReady"] = ready;
            status.SetCount("numberAvailable", available);
            status.SetCount("numberUnavailable", wanted.Count - available);
            status.SetCount("updatedNumberScheduled", placed.Count(pod => pod.Label(RevisionLabel) == hash));
            status["observedGeneration"] = item.Generation();
        });
        var next = soon.Where(time => time > World.Now).Order().FirstOrDefault();
        if (next != default) World.After(next - World.Now, () => Enqueue(KubeResources.DaemonSets, set, Reconcile));
    }
}
