using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>
/// Whoever works on the world is no longer its administrator, but the user <c>viewer</c>, with the rights that its roles give it. Its
/// manifests: <c>restricted-user.yaml</c>.
/// </summary>
internal sealed class RestrictedUserScenario(Credentials credentials, string ns) : IScenario
{
    private static readonly Requester Viewer = new("viewer", ["system:authenticated"]);

    public string Name => "restricted-user";

    public string Description => $"The context's user is viewer instead of the administrator: it reads most of the cluster, no secrets and no nodes, and changes nothing but ConfigMaps and pods in namespace {ns}.";

    public string Cure => "Set spec.active of this scenario to false, which stands for a kubeconfig of an administrator, or reset the world: viewer cannot give itself more rights.";

    public TimeSpan Settle => TimeSpan.Zero;

    public void Start(IWorldStore store)
    {
        foreach (var (resource, body) in WorldManifests.Read("Scenarios/restricted-user.yaml"))
        {
            if (resource.IsNamespaced) body["metadata"]!["namespace"] = ns;
            if (store.Get(resource, body.Namespace(), body.Name()) is null) store.Create(resource, body);
        }

        credentials.Current = Viewer;
    }

    public void TurnOff(IWorldStore store) => credentials.Current = Requester.Administrator;

    public bool IsBroken(IWorldStore store) => credentials.Current == Viewer;
}
