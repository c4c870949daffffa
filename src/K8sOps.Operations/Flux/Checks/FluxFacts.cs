using System.Globalization;
using K8sOps.Flux.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>From the wire to the facts.</summary>
internal static class FluxFacts
{
    public static FluxFact Of(FluxObjectWire o, KubeResource resource)
    {
        o.Kind = resource.Kind;
        var isApp = resource == FluxKinds.Kustomizations || resource == FluxKinds.HelmReleases;
        var verdict = FluxVerdict.Settled(o);
        var ready = Condition(o, "Ready");
        var (plain, judged) = DependenciesOf(o);
        return new FluxFact
        {
            Resource = resource,
            Namespace = o.Metadata.Namespace,
            Name = o.Metadata.Name,
            // What is well has nothing to tell.
            Verdict = verdict.Ready ? verdict with { Message = null } : verdict,
            Cause = verdict.State == FluxState.Stalled && ready?.Message != verdict.Message ? ready?.Message : null,
            Failing = verdict.State == FluxState.Reconciling ? FailureOf(o, resource, ready) : null,
            IsStale = o.Status.ObservedGeneration is { } seen && seen != o.Metadata.Generation && ready?.ObservedGeneration != o.Metadata.Generation,
            Suspended = FluxSuspended.Of(o),
            ChangedAt = o.Metadata.Writers?.ChangedAt ?? o.Metadata.CreationTimestamp,
            DeletedAt = o.Metadata.DeletionTimestamp,
            Source = FluxReferences.ChartOf(o) ?? FluxReferences.SourceOf(o),
            DependsOn = plain,
            Judged = judged,
            Revision = resource == FluxKinds.Kustomizations ? o.Status.LastAppliedRevision : isApp ? o.Status.LastAttemptedRevision : o.Status.Artifact?.Revision,
            RevisionDigest = o.Status.LastAttemptedRevisionDigest,
            UpdatedAt = o.Status.Artifact?.LastUpdateTime,
            Drift = Condition(o, "Drifted") is { Status: "True" } drifted ? drifted.Message ?? drifted.Reason ?? "" : null,
            IsStatic = resource == FluxKinds.HelmRepositories && o.Spec.Type == "oci",
        };
    }

    private static (IReadOnlyList<FluxReference> Plain, IReadOnlyList<FluxReference> Judged) DependenciesOf(FluxObjectWire o)
    {
        if (o.Spec.DependsOn is not { Length: > 0 } all) return ([], []);
        var references = FluxReferences.DependenciesOf(o);
        if (Array.TrueForAll(all, d => d.ReadyExpr is null)) return (references, []);
        // References are those of the dependencies with a name, in their order.
        var expressions = all.Where(d => d.Name is not null).Select(d => d.ReadyExpr is { Length: > 0 }).ToList();
        return (references, [.. references.Where((_, i) => expressions[i])]);
    }

    /// <summary>
    /// An app that fails is tried again and again, and says "in progress" meanwhile, with a new time of transition each time. Its history
    /// (a Kustomization's) and its count of failures (a HelmRelease's) remember.
    /// </summary>
    private static string? FailureOf(FluxObjectWire o, KubeResource resource, FluxConditionWire? ready)
    {
        if (resource == FluxKinds.HelmReleases)
        {
            if (o.Status.Failures is not > 0) return null;
            var released = Condition(o, "Released") is { Status: "False" } r ? $": {r.Reason}: {r.Message}" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{o.Status.Failures} failed {(o.Status.Failures == 1 ? "attempt" : "attempts")}{released}");
        }

        if (ready?.Status == "False" && ready.Reason is { } reason) return $"{reason}: {ready.Message}";
        if (o.Status.History is not [{ LastReconciledStatus: { Length: > 0 } last } newest, ..] || last == "ReconciliationSucceeded") return null;
        var isSame = newest.Metadata?.GetValueOrDefault("revision") is { } tried && tried == o.Status.LastAttemptedRevision;
        return isSame ? $"the attempt before ended with {last}" : null;
    }

    private static FluxConditionWire? Condition(FluxObjectWire o, string type) => o.Status.Conditions is { } all ? Array.Find(all, c => c.Type == type) : null;
}
