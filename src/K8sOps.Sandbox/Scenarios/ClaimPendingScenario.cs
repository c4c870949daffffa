using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>A new app comes with a claim whose storage class does not exist. Its manifests: <c>claim-pending.yaml</c>.</summary>
internal sealed class ClaimPendingScenario : IScenario
{
    private const string Namespace = "selfhosted";
    private const string App = "linkwarden";

    public string Name => "claim-pending";

    public string Description => $"The new app {App} in {Namespace} asks for a volume of a storage class that does not exist: its claim and its pod stay Pending.";

    public string Cure => $"Create StorageClass ceph-ssd, or delete claim {Namespace}/{App} and create it again with a class that exists (ceph-block). Deleting the pod does not help.";

    public TimeSpan Settle => TimeSpan.FromSeconds(90);

    public void Start(IWorldStore store)
    {
        foreach (var (resource, body) in WorldManifests.Read("Scenarios/claim-pending.yaml"))
        {
            if (store.Get(resource, body.Namespace(), body.Name()) is { } old) store.Remove(resource, old.Namespace(), old.Name());
            store.Create(resource, body);
        }
    }

    public bool IsBroken(IWorldStore store)
    {
        if (store.Get(KubeResources.Deployments, Namespace, App) is null) return false;
        if (store.Get(KubeResources.PersistentVolumeClaims, Namespace, App) is not { } claim) return true;
        if (claim.Text("status", "phase") == "Bound") return false;
        return claim.Text("spec", "storageClassName") is not { Length: > 0 } name || store.Get(KubeResources.StorageClasses, null, name) is null;
    }
}
