using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>A budget wants as many pods of an app as it has: none may be evicted, and no node that has one can be drained.</summary>
internal sealed class DrainBlockedScenario(string ns, string app) : IScenario
{
    public string Name => "drain-blocked";

    public string Description => $"PodDisruptionBudget {app} in {ns} wants every pod of {app} to be available: none may be evicted, so no node that one runs on can be drained.";

    public string Cure => $"Let PodDisruptionBudget {ns}/{app} allow one disruption (lower minAvailable, or set maxUnavailable: 1), or give Deployment {ns}/{app} one replica more. Deleting the pods does not help.";

    public TimeSpan Settle => TimeSpan.FromSeconds(5);

    public void Start(IWorldStore store)
    {
        var replicas = store.Get(KubeResources.Deployments, ns, app).Number("spec", "replicas") ?? 1;
        if (store.Get(Kinds.PodDisruptionBudgets, ns, app) is not null)
        {
            store.Update(Kinds.PodDisruptionBudgets, ns, app, budget =>
            {
                var spec = budget.Child("spec");
                spec.Remove("maxUnavailable");
                spec["minAvailable"] = replicas;
            });
            return;
        }

        store.Create(Kinds.PodDisruptionBudgets, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = app, ["namespace"] = ns },
            ["spec"] = new JsonObject { ["minAvailable"] = replicas, ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = app } } },
        });
    }

    public bool IsBroken(IWorldStore store)
    {
        var status = store.Get(Kinds.PodDisruptionBudgets, ns, app).Object("status");
        return status.Number("expectedPods") > 0 && status.Number("desiredHealthy") >= status.Number("expectedPods");
    }
}
