using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Gives a new namespace its first objects. (Its phase, and emptying it, are the store's.)</summary>
internal sealed class NamespaceController(WorldIndex world) : Controller(world)
{
    private const string RootAuthority = "kube-root-ca.crt";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Namespaces && after is not null) Enqueue(resource, after, Reconcile);
    }

    private void Reconcile(JsonObject ns)
    {
        if (ns.IsTerminating()) return;
        var name = ns.Name();
        Ensure(Kinds.ServiceAccounts, name, "default", null);
        Ensure(Kinds.ConfigMaps, name, RootAuthority, new JsonObject { ["ca.crt"] = "-----BEGIN CERTIFICATE-----\nsandbox: no certificate\n-----END CERTIFICATE-----\n" });
    }

    private void Ensure(KubeResource resource, string ns, string name, JsonObject? data)
    {
        if (World.Get(resource, ns, name) is not null) return;
        var item = new JsonObject
        {
            ["apiVersion"] = resource.ApiVersion,
            ["kind"] = resource.Kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        };
        if (data is not null) item["data"] = data;
        World.Create(resource, item);
    }
}
