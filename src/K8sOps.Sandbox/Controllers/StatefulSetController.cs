using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Keeps a StatefulSet's pods by their ordinals, each with its own claims; one after another unless it says Parallel.</summary>
internal sealed class StatefulSetController(WorldIndex world) : Controller(world)
{
    private const string RevisionLabel = RevisionHistory.Label;
    private const string Component = "statefulset-controller";
    private readonly RevisionHistory history = new(world, KubeResources.StatefulSets);

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.StatefulSets && after is not null) Enqueue(resource, after, Reconcile);
        else if (resource == KubeResources.Pods) EnqueueOwner(KubeResources.StatefulSets, before, after, Reconcile);
    }

    private void Reconcile(JsonObject set)
    {
        if (set.IsTerminating()) return;
        var present = history.Present(set);
        var revision = present.Name();
        var wanted = set.Number("spec", "replicas") ?? 1;
        var pods = World.OwnedBy(KubeResources.Pods, set.Uid()).ToDictionary(pod => Ordinal(set, pod));
        Act(set, revision, wanted, pods);
        WriteStatus(set, revision);
        history.Forget(set, present, item => item.Name() == set.Text("status", "currentRevision") || pods.Values.Any(pod => pod.Label(RevisionLabel) == item.Name()));
    }

    /// <summary>The next step, or all of them where order does not matter.</summary>
    private void Act(JsonObject set, string revision, long wanted, Dictionary<long, JsonObject> pods)
    {
        var isParallel = set.Text("spec", "podManagementPolicy") == "Parallel";
        for (var ordinal = 0L; ordinal < wanted; ordinal++)
        {
            if (!pods.TryGetValue(ordinal, out var pod))
            {
                CreatePod(set, revision, ordinal);
                if (!isParallel) return;
                continue;
            }

            if (PodState.IsFinished(pod) && !pod.IsTerminating())
            {
                World.Event(set, "Warning", "RecreatingFailedPod", $"StatefulSet {set.Namespace()}/{set.Name()} is recreating failed Pod {pod.Name()}", Component);
                World.Delete(KubeResources.Pods, pod);
                if (!isParallel) return;
                continue;
            }

            if (!isParallel && (pod.IsTerminating() || !PodState.IsReady(pod))) return;
        }

        foreach (var surplus in pods.Where(pair => pair.Key >= wanted).OrderByDescending(static pair => pair.Key))
        {
            if (!surplus.Value.IsTerminating()) DeletePod(set, surplus.Value);
            if (!isParallel) return;
        }

        if (set.Text("spec", "updateStrategy", "type") == "OnDelete") return;
        var partition = set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        for (var ordinal = wanted - 1; ordinal >= partition; ordinal--)
        {
            if (!pods.TryGetValue(ordinal, out var pod)) return;
            if (pod.Label(RevisionLabel) != revision && !pod.IsTerminating())
            {
                DeletePod(set, pod);
                return;
            }

            if (pod.IsTerminating() || !PodState.IsReady(pod)) return;
        }
    }

    private void CreatePod(JsonObject set, string revision, long ordinal)
    {
        var name = $"{set.Name()}-{ordinal.ToString(CultureInfo.InvariantCulture)}";
        var pod = PodTemplate.NewPod(KubeResources.StatefulSets, set, name);
        if (KeptRevision(set, revision, ordinal) is { } kept)
        {
            revision = kept.Name();
            var before = (JsonObject)set.DeepClone();
            before.Child("spec")["template"] = RevisionHistory.TemplateOf(kept);
            pod = PodTemplate.NewPod(KubeResources.StatefulSets, before, name);
        }

        var labels = pod.Child("metadata").Child("labels");
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels[RevisionLabel] = revision;
        labels["statefulset.kubernetes.io/pod-name"] = name;
        var spec = pod.Child("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service) spec["subdomain"] = service;
        foreach (var template in set.Objects("spec", "volumeClaimTemplates"))
        {
            var claim = $"{template.Text("metadata", "name")}-{name}";
            EnsureClaim(set, name, template, claim);
            spec.Items("volumes").Add((JsonNode)new JsonObject
            {
                ["name"] = template.Text("metadata", "name"),
                ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim },
            });
        }

        World.Create(KubeResources.Pods, pod);
        World.Event(set, "Normal", "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Name()} successful", Component);
    }

    /// <summary>A pod below the partition comes back as it was; null for one of the present revision.</summary>
    private JsonObject? KeptRevision(JsonObject set, string revision, long ordinal)
    {
        var partition = set.Number("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        if (ordinal >= partition || set.Text("status", "currentRevision") is not { } current || current == revision) return null;
        return history.Of(set).FirstOrDefault(item => item.Name() == current);
    }

    private void EnsureClaim(JsonObject set, string pod, JsonObject template, string claim)
    {
        if (World.Get(KubeResources.PersistentVolumeClaims, set.Namespace(), claim) is not null) return;
        var metadata = new JsonObject { ["name"] = claim, ["namespace"] = set.Namespace() };
        metadata["labels"] = (template.Object("metadata", "labels") ?? set.Object("spec", "selector", "matchLabels"))?.DeepClone() ?? new JsonObject();
        World.Create(KubeResources.PersistentVolumeClaims, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["metadata"] = metadata,
            ["spec"] = template.Object("spec")?.DeepClone() ?? new JsonObject(),
        });
        World.Event(set, "Normal", "SuccessfulCreate", $"create Claim {claim} Pod {pod} in StatefulSet {set.Name()} success", Component);
    }

    private void DeletePod(JsonObject set, JsonObject pod)
    {
        World.Delete(KubeResources.Pods, pod);
        World.Event(set, "Normal", "SuccessfulDelete", $"delete Pod {pod.Name()} in StatefulSet {set.Name()} successful", Component);
    }

    private void WriteStatus(JsonObject set, string revision)
    {
        var pods = World.OwnedBy(KubeResources.Pods, set.Uid()).Where(PodState.IsActive).ToList();
        var minReadySeconds = set.Number("spec", "minReadySeconds") ?? 0;
        var available = pods.Select(pod => PodState.AvailableAt(pod, minReadySeconds)).OfType<DateTimeOffset>().ToList();
        World.UpdateStatus(KubeResources.StatefulSets, set, item =>
        {
            var status = item.Child("status");
            var updated = pods.Count(pod => pod.Label(RevisionLabel) == revision);
            var current = status.Text("currentRevision") ?? revision;
            if (updated == pods.Count && pods.Count == (item.Number("spec", "replicas") ?? 1)) current = revision;
            status["replicas"] = pods.Count;
            status.SetCount("readyReplicas", pods.Count(PodState.IsReady));
            status["availableReplicas"] = available.Count(time => time <= World.Now);
            status.SetCount("currentReplicas", pods.Count(pod => pod.Label(RevisionLabel) == current));
            status.SetCount("updatedReplicas", updated);
            status["currentRevision"] = current;
            status["updateRevision"] = revision;
            status["collisionCount"] = 0;
            status["observedGeneration"] = item.Generation();
        });
        var next = available.Where(time => time > World.Now).Order().FirstOrDefault();
        if (next != default) World.After(next - World.Now, () => Enqueue(KubeResources.StatefulSets, set, Reconcile));
    }

    private static long Ordinal(JsonObject set, JsonObject pod) =>
        long.TryParse(pod.Name().AsSpan(Math.Min(pod.Name().Length, set.Name().Length + 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : long.MaxValue;
}
