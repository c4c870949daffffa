using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Scenarios.Flux;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>What may break in which world.</summary>
internal static class ScenarioTable
{
    public static IReadOnlyList<IScenario> Of(string world, Machines machines, Credentials credentials, FluxWorld flux)
    {
        var apps = FluxPlace.Of(world);
        var place = ScenarioPlace.Of(world);
        IEnumerable<IScenario> everywhere =
        [
            new NodeNotReadyScenario(machines, place.Node),
            new ImagePullScenario(place.Namespace, place.App),
            new OutOfMemoryScenario(place.Namespace, place.App),
            new PodPendingScenario(place.Namespace),
            new RolloutStuckScenario(place.Namespace, place.App),
            new DrainBlockedScenario(place.Namespace, place.App),
            new NamespaceTerminatingScenario(),
            new RestrictedUserScenario(credentials, place.Namespace),
            new FluxBadRevisionScenario(flux, apps.Refused),
            new FluxRetriesExhaustedScenario(flux, apps),
            new FluxSourceUnreachableScenario(flux),
            new FluxSuspendedScenario(flux, apps.Forgotten),
            new FluxKubectlSuspendScenario(flux, apps.Parent, apps.Suspended),
            new FluxControllerDownScenario(flux),
        ];
        IEnumerable<IScenario> own = world == "sandbox-apps" ? [] : [new CrashLoopScenario(), new ClaimPendingScenario(), new FluxDependencyLoopScenario(flux, apps.Parent, "sonarr", "radarr")];
        return [.. own, .. everywhere];
    }
}
