using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Keeps as many pods as a ReplicaSet asks for; takes in orphans that its selector matches, lets go of those it does not.</summary>
internal sealed class ReplicaSetController(WorldIndex world) : Controller(world)
{
    private const string Component = "replicaset-controller";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.ReplicaSets && after is not null)
        {
            if (before is null) Adopt(after);
            Enqueue(resource, after, Reconcile);
        }
        else if (resource == KubeResources.Pods)
        {
            if (after is not null && after.Controller() is null) OfferOrphan(after);
            EnqueueOwner(KubeResources.ReplicaSets, before, after, Reconcile);
        }
    }

    private void Adopt(JsonObject set)
    {
        foreach (var pod in World.InNamespace(KubeResources.Pods, set.Namespace()).Where(static pod => pod.Controller() is null)) TakeIn(set, pod);
    }

    private void OfferOrphan(JsonObject pod)
    {
        var set = World.InNamespace(KubeResources.ReplicaSets, pod.Namespace()).FirstOrDefault(candidate => Selects(candidate, pod));
        if (set is not null) TakeIn(set, pod);
    }

    private void TakeIn(JsonObject set, JsonObject pod)
    {
        if (!PodState.IsActive(pod) || !Selects(set, pod)) return;
        // A set that is being deleted lets go of its pods first: what the index has of it may be older than that.
        if (World.Store.Get(KubeResources.ReplicaSets, set.Namespace(), set.Name()) is not { } present || present.Uid() != set.Uid() || present.IsTerminating()) return;
        World.Update(KubeResources.Pods, pod, item =>
            item.Child("metadata").Items("ownerReferences").Add((JsonNode)PodTemplate.OwnerReference(KubeResources.ReplicaSets, set)));
    }

    private static bool Selects(JsonObject set, JsonObject pod) =>
        Fields.Matches(set.Object("spec", "selector"), pod.Object("metadata", "labels"));

    private void Release(JsonObject pod) => World.Update(KubeResources.Pods, pod, item =>
    {
        var references = item.Child("metadata").Items("ownerReferences");
        foreach (var reference in references.OfType<JsonObject>().Where(static owner => owner.Flag("controller")).ToList()) references.Remove(reference);
        if (references.Count == 0) item.Child("metadata").Remove("ownerReferences");
    });

    private void Reconcile(JsonObject set)
    {
        if (set.IsTerminating()) return;
        var pods = World.OwnedBy(KubeResources.Pods, set.Uid()).Where(PodState.IsActive).ToList();
        foreach (var stranger in pods.Where(pod => !Selects(set, pod)).ToList())
        {
            Release(stranger);
            pods.Remove(stranger);
        }

        var wanted = set.Number("spec", "replicas") ?? 1;
        for (var missing = wanted - pods.Count; missing > 0; missing--)
        {
            var pod = World.Create(KubeResources.Pods, PodTemplate.NewPod(KubeResources.ReplicaSets, set));
            pods.Add(pod);
            World.Event(set, "Normal", "SuccessfulCreate", $"Created pod: {pod.Name()}", Component);
        }

        if (pods.Count > wanted)
        {
            foreach (var surplus in PodState.LeastUsefulFirst(pods).Take((int)(pods.Count - wanted)).ToList())
            {
                World.Delete(KubeResources.Pods, surplus);
                pods.Remove(surplus);
                World.Event(set, "Normal", "SuccessfulDelete", $"Deleted pod: {surplus.Name()}", Component);
            }
        }

        WriteStatus(set, pods);
    }

    private void WriteStatus(JsonObject set, List<JsonObject> pods)
    {
        var minReadySeconds = set.Number("spec", "minReadySeconds") ?? 0;
        var template = set.Object("spec", "template", "metadata", "labels") ?? [];
        var soon = pods.Select(pod => PodState.AvailableAt(pod, minReadySeconds)).OfType<DateTimeOffset>().ToList();
        World.UpdateStatus(KubeResources.ReplicaSets, set, item =>
        {
            var status = item.Child("status");
            status["replicas"] = pods.Count;
            status.SetCount("fullyLabeledReplicas", pods.Count(pod => Fields.HasAll(template, pod.Object("metadata", "labels"))));
            status.SetCount("readyReplicas", soon.Count);
            status.SetCount("availableReplicas", soon.Count(time => time <= World.Now));
            status["observedGeneration"] = item.Generation();
        });
        var next = soon.Where(time => time > World.Now).Order().FirstOrDefault();
        if (next != default) World.After(next - World.Now, () => Enqueue(KubeResources.ReplicaSets, set, Reconcile));
    }
}
