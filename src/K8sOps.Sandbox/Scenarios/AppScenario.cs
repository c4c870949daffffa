using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>A scenario that rolls an app out with something wrong in its first container: it is cured when the Deployment no longer says so.</summary>
/// <param name="ns">The app's namespace.</param>
/// <param name="app">The Deployment.</param>
internal abstract class AppScenario(string ns, string app) : IScenario
{
    public abstract string Name { get; }

    public abstract string Description { get; }

    public abstract string Cure { get; }

    public abstract TimeSpan Settle { get; }

    protected string Namespace => ns;

    protected string App => app;

    public void Start(IWorldStore store) => store.Update(KubeResources.Deployments, ns, app, deployment =>
    {
        ByHand.LeaveAlone(deployment);
        if (Container(deployment) is { } container) Break(container);
    });

    public bool IsBroken(IWorldStore store) => Container(store.Get(KubeResources.Deployments, ns, app)) is { } container && IsBroken(store, container);

    /// <summary>Makes it wrong, in the template.</summary>
    protected abstract void Break(JsonObject container);

    /// <summary>Whether it is.</summary>
    protected abstract bool IsBroken(IWorldStore store, JsonObject container);

    private static JsonObject? Container(JsonObject? deployment) => deployment.Objects("spec", "template", "spec", "containers").FirstOrDefault();
}
