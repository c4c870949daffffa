using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Scenarios;

/// <summary>What may break in which world.</summary>
internal static class ScenarioTable
{
    public static IReadOnlyList<IScenario> Of(string world, Machines machines, Credentials credentials)
    {
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
        ];
        IEnumerable<IScenario> own = world == "sandbox-apps" ? [] : [new CrashLoopScenario(), new ClaimPendingScenario()];
        return [.. own, .. everywhere];
    }
}
