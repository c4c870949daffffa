using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>A namespace is deleted, but one of its objects has a finalizer that nobody takes off any more.</summary>
internal sealed class NamespaceTerminatingScenario : IScenario
{
    private const string Namespace = "preview-142";
    private const string Object = "preview-database";
    private const string Finalizer = "preview.example.org/drop-database";

    public string Name => "namespace-terminating";

    public string Description => $"Namespace {Namespace} was deleted, but does not go: its ConfigMap {Object} has the finalizer {Finalizer}, whose controller is no longer there.";

    public string Cure => $"Do what the finalizer stands for, and take it off ConfigMap {Namespace}/{Object} (metadata.finalizers). Deleting the namespace again does not help.";

    public TimeSpan Settle => TimeSpan.FromMinutes(15);

    public void Start(IWorldStore store)
    {
        if (store.Get(KubeResources.Namespaces, null, Namespace) is not null) store.Remove(KubeResources.Namespaces, null, Namespace);
        store.Create(KubeResources.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Namespace } });
        store.Create(Kinds.ConfigMaps, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Object, ["namespace"] = Namespace, ["finalizers"] = new JsonArray(Finalizer) },
            ["data"] = new JsonObject { ["database"] = "preview_142" },
        });
        store.Delete(KubeResources.Namespaces, null, Namespace);
    }

    public bool IsBroken(IWorldStore store) =>
        store.Get(KubeResources.Namespaces, null, Namespace) is { } ns && ns.IsTerminating() && store.Get(Kinds.ConfigMaps, Namespace, Object) is { } held && held.Texts("metadata", "finalizers").Any();
}
