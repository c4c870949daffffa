using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Scenarios.Ceph;
using K8sOps.Sandbox.Scenarios.Flux;
using K8sOps.Sandbox.Simulators.Ceph;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>What may break in which world.</summary>
internal static class ScenarioTable
{
    public static IReadOnlyList<IScenario> Of(string world, Machines machines, Credentials credentials, FluxWorld flux, CephWorld ceph)
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
        IEnumerable<IScenario> storage =
        [
            new CephOsdDownScenario(ceph),
            new CephOsdFailedScenario(ceph),
            new CephOsdFlappingScenario(ceph),
            new CephNearfullScenario(ceph),
            new CephPoolFullScenario(ceph),
            new CephPgInconsistentScenario(ceph),
            new CephMonDownScenario(ceph),
            new CephClockSkewScenario(ceph),
            new CephSlowOpsScenario(ceph),
            new CephNooutForgottenScenario(ceph),
            new CephCrashReportsScenario(ceph),
            new CephToolboxMissingScenario(),
        ];
        IEnumerable<IScenario> own = world == "sandbox-apps" ? [] : [new CrashLoopScenario(), new ClaimPendingScenario(), new FluxDependencyLoopScenario(flux, apps.Parent, "sonarr", "radarr"), .. storage];
        return [.. own, .. everywhere];
    }
}
