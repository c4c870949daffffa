using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>All checks of Flux, in the order in which they are shown: what the others stand on first.</summary>
internal static class FluxChecks
{
    private static readonly IReadOnlyList<KubeResource> s_all = [.. FluxKinds.Apps, .. FluxKinds.Sources];

    public static IReadOnlyList<FluxCheck> All { get; } =
    [
        new FluxControllerCheck(),
        new FluxVersionCheck(),
        new FluxDefinitionCheck(),
        new FluxObjectCheck("FLUX.SOURCE_FAILED", "Every source can be fetched", "Source failing", "all sources are fetched", FluxKinds.Sources),
        new FluxObjectCheck("FLUX.RECONCILE_FAILED", "Every app is reconciled", "Reconciliation failing", "no app fails", FluxKinds.Apps),
        new FluxObjectCheck("FLUX.STALLED", "No app has been given up", "App stalled", "no app has stalled", FluxKinds.Apps),
        new FluxObjectCheck("FLUX.NOT_READY", "Every app and source becomes ready in time", "Not ready in time", "nothing is late", s_all),
        new FluxObjectCheck("FLUX.DEPENDENCY_BLOCKED", "What every app waits for can come", "Dependency blocked", "no app waits for what cannot come", FluxKinds.Apps),
        new FluxObjectCheck("FLUX.SUSPENDED", "No suspension is forgotten", "Suspension forgotten", "nothing has been suspended for long", s_all, readsStatus: false),
        new FluxObjectCheck("FLUX.SUSPENSION_WEAK", "Every suspension holds", "Suspension does not hold", "no suspension is about to be taken back", s_all, readsStatus: false),
        new FluxObjectCheck("FLUX.DRIFTED", "No release differs from what was applied", "App drifted", "no release was seen to have drifted", [FluxKinds.HelmReleases]),
        new FluxObjectCheck("FLUX.BEHIND_SOURCE", "Every app has the revision of its source", "App behind its source", "every app has the revision of its source", s_all),
    ];
}
