using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>Two apps were edited to depend on each other: each waits for the other, and neither is ever reconciled.</summary>
/// <param name="flux">The world's Flux.</param>
/// <param name="parent">The Kustomization that both are applied by.</param>
/// <param name="first">An app whose dependencies stand in Git, so that its parent owns them.</param>
/// <param name="second">Another one.</param>
internal sealed class FluxDependencyLoopScenario(FluxWorld flux, string parent, string first, string second) : FluxScenario(flux)
{
    private const string Manager = "k9s";

    public override string Name => "flux-dependency-loop";

    public override string Description => $"Somebody edited dependsOn of apps {first} and {second} in k9s so that each depends on the other: both wait, and neither is reconciled any more.";

    public override string Cure => $"Have their parent put back what Git says: Sync-FluxApp {parent}; or take one of the two out of the other's spec.dependsOn. Syncing {first} or {second} does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(3);

    public override void Start(IWorldStore store)
    {
        // The parent has just been there: it comes again in an hour.
        Sync(store, FluxKinds.Kustomizations, parent);
        store.Schedule(TimeSpan.FromMinutes(1), () =>
        {
            Depend(first, second);
            Depend(second, first);
        });
    }

    public override bool IsBroken(IWorldStore store) => Depends(store, first, second) && Depends(store, second, first);

    private void Depend(string app, string on) =>
        Patch(FluxKinds.Kustomizations, app, new JsonObject { ["spec"] = new JsonObject { ["dependsOn"] = new JsonArray(new JsonObject { ["name"] = on }) } }, Manager);

    private static bool Depends(IWorldStore store, string app, string on) =>
        App(store, app).Objects("spec", "dependsOn").Any(reference => reference.Text("name") == on);
}
