namespace K8sOps.Flux.Checks;

/// <summary>How a fact is placed.</summary>
internal static class FluxPhases
{
    public static FluxPhase Of(FluxFact fact)
    {
        if (fact.DeletedAt is not null) return FluxPhase.Deleting;
        if (fact.Suspended is not null) return FluxPhase.Suspended;
        if (fact.Verdict.State == FluxState.Stalled) return FluxPhase.Stalled;
        if (fact.IsStatic || fact.Verdict.Ready) return FluxPhase.Fine;
        if (fact.Verdict.Reason == "DependencyNotReady") return FluxPhase.WaitsForDependency;
        if (IsApp(fact) && fact.Verdict.Reason is "ArtifactFailed" or "SourceNotReady") return FluxPhase.WaitsForSource;
        if (fact.Verdict.State == FluxState.Failed || fact.Failing is not null) return FluxPhase.Failing;
        return fact.Verdict.State == FluxState.Unknown ? FluxPhase.Unseen : FluxPhase.AtWork;
    }

    /// <summary>Whether it is an app, and no source.</summary>
    public static bool IsApp(FluxFact fact) => fact.Resource == FluxKinds.Kustomizations || fact.Resource == FluxKinds.HelmReleases;
}
