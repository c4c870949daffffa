using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>kustomize-controller was scaled to zero and not back: all that it keeps looks well, and nothing moves.</summary>
internal sealed class FluxControllerDownScenario(FluxWorld flux) : FluxScenario(flux)
{
    private const string Controller = "kustomize-controller";

    public override string Name => "flux-controller-down";

    public override string Description => $"{Controller} was scaled to 0 and not back. Every Kustomization still says what it said then, and what is pushed does not come to the cluster.";

    public override string Cure => $"Scale it to 1: Set-K8sWorkload {Controller} -Namespace {Namespace} -Replicas 1. It cannot do so itself, and a sync waits for an answer that does not come.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(3);

    public override void Start(IWorldStore store)
    {
        Patch(KubeResources.Deployments, Controller, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 0 } }, "kubectl", "scale");
        store.Schedule(TimeSpan.FromMinutes(1), () =>
        {
            Git(store).Push("Say in the README whom to ask", store.Now, static files => files.SetItem("README.md", new GitFile("# Platform\n\nAsk in #platform.\n", "no manifest")));
            Sync(store, FluxKinds.GitRepositories, Source);
        });
    }

    public override bool IsBroken(IWorldStore store) => store.Get(KubeResources.Deployments, Namespace, Controller) is not { } deployment || deployment.Number("spec", "replicas") == 0;
}
