using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>A controller that reconciles objects one by one, each at most once per round of changes.</summary>
internal abstract class Controller(WorldIndex world) : IController
{
    protected WorldIndex World { get; } = world;

    public virtual void Start(IWorldStore store)
    {
    }

    public abstract void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after);

    /// <summary>Reconciles an object soon; one that is gone by then is not.</summary>
    protected void Enqueue(KubeResource resource, string? ns, string name, Action<JsonObject> reconcile) =>
        World.Enqueue($"{GetType().Name}/{resource.Plural}/{ns}/{name}", () =>
        {
            if (World.Get(resource, ns, name) is { } item) reconcile(item);
        });

    protected void Enqueue(KubeResource resource, JsonObject item, Action<JsonObject> reconcile) =>
        Enqueue(resource, item.Namespace(), item.Name(), reconcile);

    /// <summary>Reconciles the object of a kind that controls this one, as it was before or is now.</summary>
    protected void EnqueueOwner(KubeResource owner, JsonObject? before, JsonObject? after, Action<JsonObject> reconcile)
    {
        var now = OwnerName(owner, after);
        var then = OwnerName(owner, before);
        var ns = (after ?? before)?.Namespace();
        if (now is not null) Enqueue(owner, ns, now, reconcile);
        if (then is not null && then != now) Enqueue(owner, ns, then, reconcile);
    }

    protected static string? OwnerName(KubeResource owner, JsonObject? item) =>
        item?.Controller() is { } reference && reference.Text("kind") == owner.Kind ? reference.Text("name") : null;
}
