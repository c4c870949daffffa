using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Gives a new namespace its phase and its first objects, and empties one that is being deleted.</summary>
internal sealed class NamespaceController(WorldIndex world) : Controller(world)
{
    private const string RootAuthority = "kube-root-ca.crt";

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.Namespaces)
        {
            if (after is null) Empty(before!.Name());
            else Enqueue(resource, after, Reconcile);
        }
        else if (after is null && before!.Namespace() is { } ns && World.Get(KubeResources.Namespaces, null, ns) is { } holder && holder.IsTerminating())
        {
            Enqueue(KubeResources.Namespaces, holder, Reconcile);
        }
    }

    private void Reconcile(JsonObject ns)
    {
        var name = ns.Name();
        if (ns.IsTerminating())
        {
            World.UpdateStatus(KubeResources.Namespaces, ns, static item => item.Child("status")["phase"] = "Terminating");
            if (Empty(name)) World.Remove(KubeResources.Namespaces, ns);
            return;
        }

        if (ns.Text("status", "phase") is null) World.UpdateStatus(KubeResources.Namespaces, ns, static item => item.Child("status")["phase"] = "Active");
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

    /// <summary>Deletes what is in the namespace; true when nothing was.</summary>
    private bool Empty(string ns)
    {
        var contents = World.NamesIn(ns);
        foreach (var (resource, name) in contents)
        {
            if (World.Get(resource, ns, name) is { } item && !item.IsTerminating()) World.Delete(resource, item);
        }

        return contents.Count == 0;
    }
}
