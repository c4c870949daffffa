using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>What people do when they change by hand what Flux keeps: they tell Flux to leave it alone, or it would take the change back.</summary>
internal static class ByHand
{
    public static void LeaveAlone(JsonObject item)
    {
        if (item.Label("kustomize.toolkit.fluxcd.io/name") is not null) item.Child("metadata").Child("annotations")["kustomize.toolkit.fluxcd.io/reconcile"] = "disabled";
    }
}
