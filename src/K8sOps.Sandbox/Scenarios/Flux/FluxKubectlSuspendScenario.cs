using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>An app is suspended with <c>kubectl patch</c>: its parent takes back what a manager named <c>kubectl…</c> owns, and so resumes it.</summary>
internal sealed class FluxKubectlSuspendScenario(FluxWorld flux, string parent, string app) : FluxScenario(flux)
{
    private const string Manager = "kubectl-patch";

    public override string Name => "flux-kubectl-suspend";

    public override string Description => $"Somebody suspended app {app} with kubectl patch and works on it by hand. It will not hold: its parent {parent} drops what kubectl owns when it next reconciles it, within the hour, and the work is undone.";

    public override string Cure => $"Suspend it under a field manager that the parent leaves alone: Suspend-FluxApp {app} -Reason …; or give the suspension up: Resume-FluxApp {app}. Suspending it with kubectl again does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(2);

    public override void Start(IWorldStore store)
    {
        // The parent has just been there: it comes again in an hour.
        Sync(store, FluxKinds.Kustomizations, parent);
        store.Schedule(TimeSpan.FromMinutes(1), () => Patch(FluxKinds.Kustomizations, app, new JsonObject { ["spec"] = new JsonObject { ["suspend"] = true } }, Manager));
    }

    public override bool IsBroken(IWorldStore store) => App(store, app) is { } item && item.Flag("spec", "suspend") && !IsHeld(item);

    /// <summary>Whether somebody owns the suspension whom the parent does not take it from.</summary>
    private static bool IsHeld(JsonObject item) => item.Objects("metadata", "managedFields")
        .Any(static manager => manager.Text("manager")?.StartsWith("kubectl", StringComparison.Ordinal) == false && manager.Object("fieldsV1", "f:spec", "f:suspend") is not null);
}
