using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Rolls a Deployment's template out through ReplicaSets, and keeps the old ones for going back.</summary>
internal sealed class DeploymentController(WorldIndex world) : Controller(world)
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string Component = "deployment-controller";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Deployments && after is not null) Enqueue(resource, after, Reconcile);
        else if (resource == KubeResources.ReplicaSets) EnqueueOwner(KubeResources.Deployments, before, after, Reconcile);
        else if (resource == KubeResources.Pods && after is null && OwnerName(KubeResources.ReplicaSets, before) is { } set)
        {
            // A Recreate deployment waits for the last old pod to be gone, which its ReplicaSet's status does not tell.
            EnqueueOwner(KubeResources.Deployments, null, World.Get(KubeResources.ReplicaSets, before!.Namespace(), set), Reconcile);
        }
    }

    private void Reconcile(JsonObject deployment)
    {
        if (deployment.IsTerminating()) return;
        var sets = World.OwnedBy(KubeResources.ReplicaSets, deployment.Uid()).Where(static set => !set.IsTerminating())
            .OrderBy(RevisionOf).ThenBy(static set => set.Name(), StringComparer.Ordinal).ToList();
        var template = deployment.Object("spec", "template");
        var hash = PodTemplate.Hash(template);
        var current = sets.FirstOrDefault(set => set.Label(PodTemplate.HashLabel) == hash) ?? sets.FirstOrDefault(set => PodTemplate.Same(set.Object("spec", "template"), template));
        hash = current?.Label(PodTemplate.HashLabel) ?? hash;
        var old = sets.Where(set => set != current).ToList();
        var paused = deployment.Flag("spec", "paused");
        var rollout = new Rollout(deployment);

        if (paused)
        {
            // Between two templates nothing moves; with one, its number still follows.
            var active = sets.Where(static set => Replicas(set) > 0).ToList();
            if (active.Count <= 1 && (active.FirstOrDefault() ?? current ?? old.LastOrDefault()) is { } only) Scale(deployment, only, rollout.Replicas);
        }
        else if (rollout.IsRecreate) current = Recreate(deployment, current, old, hash, rollout);
        else current = Roll(deployment, current, old, hash, rollout);

        old = [.. Fresh(old)];
        if (current is not null) current = World.Get(KubeResources.ReplicaSets, current.Namespace(), current.Name());
        DeploymentStatus.Write(World, deployment, current, old, rollout, () => Enqueue(KubeResources.Deployments, deployment, Reconcile));
        if (current is not null) ForgetOld(deployment, old);
    }

    private JsonObject? Recreate(JsonObject deployment, JsonObject? current, List<JsonObject> old, string hash, Rollout rollout)
    {
        foreach (var set in old) Scale(deployment, set, 0);
        var remaining = old.Any(set => World.OwnedBy(KubeResources.Pods, set.Uid()).Any(static pod => !PodState.IsFinished(pod)));
        if (remaining) return current;
        current = Ensure(deployment, current, old, hash, rollout.Replicas);
        return Scale(deployment, current, rollout.Replicas);
    }

    private JsonObject Roll(JsonObject deployment, JsonObject? current, List<JsonObject> old, string hash, Rollout rollout)
    {
        var others = old.Sum(Replicas);
        var room = Math.Max(0, rollout.Replicas + rollout.MaxSurge - others - (current is null ? 0 : Replicas(current)));
        var target = others == 0 ? rollout.Replicas : Math.Min(rollout.Replicas, (current is null ? 0 : Replicas(current)) + room);
        current = Scale(deployment, Ensure(deployment, current, old, hash, target), target);

        var minimum = rollout.Replicas - rollout.MaxUnavailable;
        var unavailable = Replicas(current) - Available(current);
        var removable = others + Replicas(current) - minimum - unavailable;
        if (removable <= 0) return current;

        // First those old replicas that do not work anyway, then as many that work as may be missing.
        foreach (var set in old)
        {
            var broken = Math.Min(Replicas(set) - Available(set), removable);
            if (broken <= 0) continue;
            removable -= broken;
            Scale(deployment, set, Replicas(set) - broken);
        }

        old = [.. Fresh(old)];
        var spare = old.Sum(Available) + Available(current) - minimum;
        foreach (var set in old)
        {
            var going = Math.Min(Replicas(set), spare);
            if (going <= 0) continue;
            spare -= going;
            Scale(deployment, set, Replicas(set) - going);
        }

        return current;
    }

    /// <summary>The ReplicaSet of the present template, made where there is none, with the newest revision.</summary>
    private JsonObject Ensure(JsonObject deployment, JsonObject? current, List<JsonObject> old, string hash, long replicas)
    {
        var newest = old.Count == 0 ? 0 : old.Max(RevisionOf);
        if (current is not null)
        {
            if (RevisionOf(current) <= newest) current = SetRevision(KubeResources.ReplicaSets, current, newest + 1);
            SetRevision(KubeResources.Deployments, deployment, RevisionOf(current));
            return current;
        }

        var known = old.Count == 0 ? RevisionOf(deployment) : 0;
        var revision = Math.Max(newest + 1, known);
        current = World.Create(KubeResources.ReplicaSets, NewSet(deployment, hash, replicas, revision));
        SetRevision(KubeResources.Deployments, deployment, revision);
        if (replicas > 0) Announce(deployment, current, 0, replicas);
        return current;
    }

    private static JsonObject NewSet(JsonObject deployment, string hash, long replicas, long revision)
    {
        var template = (JsonObject)(deployment.Object("spec", "template") ?? []).DeepClone();
        template.Child("metadata").Child("labels")[PodTemplate.HashLabel] = hash;
        var selector = (JsonObject)(deployment.Object("spec", "selector") ?? []).DeepClone();
        selector.Child("matchLabels")[PodTemplate.HashLabel] = hash;
        var annotations = (JsonObject)(deployment.Object("metadata", "annotations") ?? []).DeepClone();
        annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
        annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        annotations["deployment.kubernetes.io/desired-replicas"] = (deployment.Number("spec", "replicas") ?? 1).ToString(CultureInfo.InvariantCulture);
        annotations["deployment.kubernetes.io/max-replicas"] = new Rollout(deployment).Most.ToString(CultureInfo.InvariantCulture);
        var spec = new JsonObject { ["replicas"] = replicas, ["selector"] = selector, ["template"] = template };
        if (deployment.Number("spec", "minReadySeconds") is { } seconds) spec["minReadySeconds"] = seconds;
        return new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = template.Object("metadata", "labels")!.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(PodTemplate.OwnerReference(KubeResources.Deployments, deployment)),
            },
            ["spec"] = spec,
        };
    }

    private JsonObject Scale(JsonObject deployment, JsonObject set, long replicas)
    {
        var before = Replicas(set);
        if (before == replicas) return set;
        var scaled = World.Update(KubeResources.ReplicaSets, set, item => item.Child("spec")["replicas"] = replicas);
        Announce(deployment, set, before, replicas);
        return scaled ?? set;
    }

    private void Announce(JsonObject deployment, JsonObject set, long before, long after) => World.Event(
        deployment,
        "Normal",
        "ScalingReplicaSet",
        $"Scaled {(after > before ? "up" : "down")} replica set {set.Name()} from {before} to {after}",
        Component);

    private JsonObject SetRevision(KubeResource resource, JsonObject item, long revision)
    {
        if (RevisionOf(item) == revision) return item;
        return World.Update(resource, item, found =>
            found.Child("metadata").Child("annotations")[Revision] = revision.ToString(CultureInfo.InvariantCulture)) ?? item;
    }

    private void ForgetOld(JsonObject deployment, List<JsonObject> old)
    {
        var limit = (int)(deployment.Number("spec", "revisionHistoryLimit") ?? 10);
        var idle = old.Where(static set => Replicas(set) == 0 && (set.Number("status", "replicas") ?? 0) == 0).ToList();
        foreach (var set in idle.Take(Math.Max(0, idle.Count - limit))) World.Delete(KubeResources.ReplicaSets, set);
    }

    private IEnumerable<JsonObject> Fresh(IEnumerable<JsonObject> sets) =>
        sets.Select(set => World.Get(KubeResources.ReplicaSets, set.Namespace(), set.Name())).OfType<JsonObject>();

    private static long Replicas(JsonObject set) => set.Number("spec", "replicas") ?? 1;

    private static long Available(JsonObject set) => set.Number("status", "availableReplicas") ?? 0;

    private static long RevisionOf(JsonObject item) =>
        long.TryParse(item.Annotation(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
