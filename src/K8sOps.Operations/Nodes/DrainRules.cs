using System.Text.Json.Nodes;

namespace K8sOps.Kube;

/// <summary>
/// What a drain does with a pod: kubectl's filters, in kubectl's order (the first that decides, decides), and then what the eviction API
/// is known not to be able to do.
/// </summary>
internal sealed class DrainRules(DrainOptions options, IReadOnlySet<string>? daemonSets, IReadOnlyList<DisruptionBudget> budgets)
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    /// <summary>Decides on one pod, and tells what forbids its eviction.</summary>
    public DrainPod Decide(JsonObject pod, string node, ICollection<DrainObstacle> obstacles)
    {
        var owner = pod.Items("metadata", "ownerReferences").FirstOrDefault(o => o.Flag("controller"));
        var found = new DrainPod
        {
            Namespace = pod.Text("metadata", "namespace") ?? "",
            Name = pod.Text("metadata", "name") ?? "",
            Uid = pod.Text("metadata", "uid") ?? "",
            Step = DrainStep.Evict,
            Owner = owner is null ? null : $"{owner.Text("kind")} {owner.Text("name")}",
        };
        void Forbid(string why, string? passedBy, string? remedy = null) => obstacles.Add(new DrainObstacle(node, found, why, passedBy, remedy));

        var isFinished = pod.Text("status", "phase") is "Succeeded" or "Failed";
        if (owner?.Text("kind") == "DaemonSet" && !isFinished)
        {
            // One of another API group (such as OpenKruise's) is not to be found among those of apps; its pods stay as well.
            var isThere = daemonSets is null || !(owner.Text("apiVersion") ?? "").StartsWith("apps/", StringComparison.Ordinal) || daemonSets.Contains($"{found.Namespace}/{owner.Text("name")}");
            if (isThere) return found with { Step = DrainStep.Skip, Reason = found.Owner };
            if (options.Force) found = found with { Reason = $"{found.Owner} is gone: nobody makes it anew" };
            else Forbid($"its {found.Owner} is gone, so nobody makes it anew", "-Force");
        }

        if (pod.Texts("metadata", "annotations").ContainsKey(MirrorAnnotation)) return found with { Step = DrainStep.Skip, Reason = "static pod" };
        if (pod.Text("metadata", "deletionTimestamp") is not null) return found with { Step = DrainStep.Await, Reason = "being deleted already" };

        var scratch = pod.Items("spec", "volumes").Where(v => v.ContainsKey("emptyDir")).Select(v => v.Text("name") ?? "").ToList();
        if (scratch.Count > 0 && !isFinished)
        {
            var names = string.Join(", ", scratch);
            if (options.DeleteEmptyDirData) found = found with { Reason = found.Reason ?? $"loses emptyDir {names}" };
            else Forbid($"the content of its emptyDir {names} would be lost", "-DeleteEmptyDirData");
        }

        if (owner is null && !isFinished)
        {
            if (options.Force) found = found with { Reason = "no controller makes it anew" };
            else Forbid("it has no controller, so nobody makes it anew", "-Force");
        }

        return AskBudgets(pod, Forbid) is { } waits ? found with { Reason = waits } : found;
    }

    /// <summary>Why the pod will have to wait, or null; what can never be is forbidden.</summary>
    private string? AskBudgets(JsonObject pod, Action<string, string?, string?> forbid)
    {
        // What is over or has not begun is evicted without any budget being asked.
        if (pod.Text("status", "phase") is "Succeeded" or "Failed" or "Pending") return null;
        var selecting = budgets.Where(b => b.Selects(pod)).ToList();
        if (selecting.Count > 1)
        {
            forbid($"{selecting.Count} budgets select it ({string.Join(", ", selecting.Select(b => b.Name))}), and the eviction API refuses every pod that has more than one", null,
                $"Delete or narrow all but one of {string.Join(", ", selecting.Select(b => $"PodDisruptionBudget {b.Namespace}/{b.Name}"))}.");
            return null;
        }

        if (selecting is not [var budget] || budget.LetsUnreadyGo(pod) || budget.NeverAllows() is not { } why) return null;
        if (budget.Owner is { } owner) return $"waits for the operator of {owner}: {why}, until the operator moves its work";
        forbid(why, null, $"Add a replica, or loosen PodDisruptionBudget {budget.Namespace}/{budget.Name} for as long as the drain lasts.");
        return null;
    }
}
