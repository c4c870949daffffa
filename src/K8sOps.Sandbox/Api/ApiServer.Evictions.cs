using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <content>Evictions: deletions of pods that budgets may refuse.</content>
internal sealed partial class ApiServer
{
    private const string BudgetRefuses = "Cannot evict pod as it would violate the pod's disruption budget.";

    /// <summary>Deletes a pod unless its PodDisruptionBudget allows no disruption now.</summary>
    private (int Code, JsonObject Body, bool Stored) Evict(ApiCall call, Target target)
    {
        var body = call.BodyObject();
        if ((string?)body["kind"] is { } kind and not "Eviction") throw ApiException.BadRequest($"no kind \"{kind}\" is registered for version \"policy/v1\" in scheme");
        if ((string?)body["metadata"]?["name"] is { Length: > 0 } name && name != target.Name) throw ApiException.BadRequest($"name in URL does not match name in Eviction object: {target.Name}, {name}");
        var pod = Existing(target);
        var options = body["deleteOptions"] as JsonObject ?? [];
        CheckPreconditions(pod, options);
        var isDry = call.IsDryRun || options["dryRun"] is JsonArray { Count: > 0 };
        if (!IsPastBudgets(pod) && BudgetOf(pod) is { } budget && !MayGoAnyway(pod, budget)) Spend(budget, isDry);
        var (_, _, stored) = Delete(call, Store.Collection(pod.Kind).Get(pod.Namespace, pod.Name)!, options);
        return (201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 }, stored);
    }

    /// <summary>Whoever has ended, has not begun, or goes already, is no disruption.</summary>
    private static bool IsPastBudgets(StoredObject pod) =>
        JsonPaths.Text(pod.Body, "status.phase") is "Succeeded" or "Failed" or "Pending" || pod.Body["metadata"]?["deletionTimestamp"] is not null;

    private StoredObject? BudgetOf(StoredObject pod)
    {
        var budgets = Store.Collection(Store.Kinds.Find("policy", "v1", "poddisruptionbudgets")!).Sorted
            .Where(budget => budget.Namespace == pod.Namespace && budget.Body["spec"]?["selector"] is JsonObject selector && LabelSelector.Holds(selector, pod.Body["metadata"]?["labels"] as JsonObject))
            .ToList();
        return budgets.Count <= 1
            ? budgets.FirstOrDefault()
            : throw new ApiException(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
    }

    /// <summary>A pod that is not ready is no loss: always by <c>AlwaysAllow</c>, else while the others suffice.</summary>
    private static bool MayGoAnyway(StoredObject pod, StoredObject budget)
    {
        if ((pod.Body["status"]?["conditions"] as JsonArray ?? []).Any(static condition => (string?)condition?["type"] == "Ready" && (string?)condition["status"] == "True")) return false;
        if ((string?)budget.Body["spec"]?["unhealthyPodEvictionPolicy"] == "AlwaysAllow") return true;
        var (healthy, desired) = (JsonPaths.Whole(budget.Body["status"]?["currentHealthy"]) ?? 0, JsonPaths.Whole(budget.Body["status"]?["desiredHealthy"]) ?? 0);
        return desired > 0 && healthy >= desired;
    }

    /// <summary>Takes one disruption off a budget.</summary>
    /// <exception cref="ApiException">429: there is none to take, or nobody has counted yet.</exception>
    private void Spend(StoredObject budget, bool isDry)
    {
        var status = budget.Body["status"] as JsonObject ?? [];
        if ((JsonPaths.Whole(status["observedGeneration"]) ?? 0) < (JsonPaths.Whole(budget.Body["metadata"]?["generation"]) ?? 0)) throw Refused($"The disruption budget {budget.Name} is still being processed by the server.", retryAfter: 10);
        if ((JsonPaths.Whole(status["disruptionsAllowed"]) ?? 0) <= 0)
        {
            throw Refused($"The disruption budget {budget.Name} needs {JsonPaths.Whole(status["desiredHealthy"]) ?? 0} healthy pods and has {JsonPaths.Whole(status["currentHealthy"]) ?? 0} currently", retryAfter: 0);
        }

        if (isDry) return;
        Store.UpdateStatus(budget.Kind.Resource, budget.Namespace, budget.Name, changed =>
        {
            var counts = changed.Child("status");
            counts["disruptionsAllowed"] = (JsonPaths.Whole(counts["disruptionsAllowed"]) ?? 0) - 1;
        });
    }

    private static ApiException Refused(string why, int retryAfter)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = why }) };
        if (retryAfter > 0) details["retryAfterSeconds"] = retryAfter;
        return new ApiException(429, "TooManyRequests", BudgetRefuses, details);
    }
}
