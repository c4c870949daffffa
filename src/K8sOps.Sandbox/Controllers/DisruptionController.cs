using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Counts for every PodDisruptionBudget how many of its pods are healthy, and how many may be evicted now.</summary>
internal sealed class DisruptionController(WorldIndex world) : Controller(world)
{
    private const string Component = "controllermanager";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == Kinds.PodDisruptionBudgets)
        {
            if (after is not null) Enqueue(resource, after, Reconcile);
        }
        else if (resource == KubeResources.Pods)
        {
            foreach (var budget in World.InNamespace(Kinds.PodDisruptionBudgets, (after ?? before)!.Namespace()))
            {
                if (Selects(budget, after) || Selects(budget, before)) Enqueue(Kinds.PodDisruptionBudgets, budget, Reconcile);
            }
        }
        else if (resource == KubeResources.Deployments || resource == KubeResources.StatefulSets || resource == KubeResources.ReplicaSets)
        {
            if (before is not null && after is not null && Fields.Same(before.At("spec", "replicas"), after.At("spec", "replicas"))) return;
            foreach (var budget in World.InNamespace(Kinds.PodDisruptionBudgets, (after ?? before)!.Namespace())) Enqueue(Kinds.PodDisruptionBudgets, budget, Reconcile);
        }
    }

    private static bool Selects(JsonObject budget, JsonObject? pod)
    {
        if (pod is null || budget.Object("spec", "selector") is not { } selector) return false;
        return Fields.Matches(selector, pod.Object("metadata", "labels"));
    }

    private void Reconcile(JsonObject budget)
    {
        if (budget.IsTerminating()) return;
        var pods = World.InNamespace(KubeResources.Pods, budget.Namespace()).Where(pod => Selects(budget, pod) && !PodState.IsFinished(pod)).ToList();
        if (pods.Count == 0) World.Event(budget, "Normal", "NoPods", "No matching pods found", Component);
        var (expected, desired) = Wanted(budget, pods);
        var healthy = pods.Count(static pod => PodState.IsReady(pod) && !pod.IsTerminating());
        var allowed = expected == 0 ? 0 : Math.Max(0, healthy - desired);
        World.UpdateStatus(Kinds.PodDisruptionBudgets, budget, item =>
        {
            var status = item.Child("status");
            status["currentHealthy"] = healthy;
            status["desiredHealthy"] = desired;
            status["disruptionsAllowed"] = allowed;
            status["expectedPods"] = expected;
            status["observedGeneration"] = item.Generation();
            Fields.SetCondition(status, World.Now, "DisruptionAllowed", allowed > 0 ? "True" : "False", allowed > 0 ? "SufficientPods" : "InsufficientPods", "");
            var condition = item.Condition("DisruptionAllowed")!;
            condition["message"] = "";
            condition["observedGeneration"] = item.Generation();
        });
    }

    /// <summary>How many pods there should be, and how many of them must be healthy. With a percentage or a most, what should be is what their owners ask for.</summary>
    private (long Expected, long Desired) Wanted(JsonObject budget, List<JsonObject> pods)
    {
        if (budget.At("spec", "maxUnavailable") is { } most)
        {
            var expected = ExpectedOf(pods);
            return (expected, Math.Max(0, expected - Rollout.Share(most, expected, up: true)));
        }

        var least = budget.At("spec", "minAvailable");
        if (least.Number() is { } number) return (pods.Count, number);
        if (least is null) return (pods.Count, 1);
        var all = ExpectedOf(pods);
        return (all, Rollout.Share(least, all, up: true));
    }

    private long ExpectedOf(List<JsonObject> pods)
    {
        var owners = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            if (pod.Controller() is not { } owner) continue;
            var (uid, replicas) = ScaleOf(owner, pod.Namespace());
            owners[uid] = replicas;
        }

        return owners.Values.Sum();
    }

    private (string Uid, long Replicas) ScaleOf(JsonObject owner, string? ns)
    {
        var name = owner.Text("name") ?? "";
        var uid = owner.Text("uid") ?? "";
        if (owner.Text("kind") == "StatefulSet") return (uid, World.Get(KubeResources.StatefulSets, ns, name).Number("spec", "replicas") ?? 1);
        if (owner.Text("kind") != "ReplicaSet" || World.Get(KubeResources.ReplicaSets, ns, name) is not { } set) return (uid, 0);
        if (set.Controller() is { } above && above.Text("kind") == "Deployment" && World.Get(KubeResources.Deployments, ns, above.Text("name") ?? "") is { } deployment)
            return (deployment.Uid(), deployment.Number("spec", "replicas") ?? 1);
        return (uid, set.Number("spec", "replicas") ?? 1);
    }
}
