using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>Claims without a volume. One that by its storage class waits for a first pod is as it should be until a pod wants it.</summary>
internal sealed class ClaimUnboundCheck : KubernetesCheck
{
    /// <summary>Provisioners are given this long.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    public override CheckInfo Info { get; } = new("K8S.CLAIM_UNBOUND", "Every claim that is wanted has its volume", Runbook, "PVC not binding");

    public override string WhenAllIsWell => "all claims that are wanted are bound";

    public static bool IsOverdue(ClaimWire claim, DateTimeOffset now)
        => claim.Metadata.DeletionTimestamp is null
            && (claim.Status.Phase == "Lost" || (claim.Status.Phase == "Pending" && now - (claim.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue) > s_grace));

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(KubernetesView view, CancellationToken cancellationToken)
    {
        var unbound = (await view.Claims.ConfigureAwait(false)).Where(c => IsOverdue(c, view.Now)).ToList();
        if (unbound.Count == 0) return [];
        var classes = await view.OrNoneAsync(view.StorageClasses).ConfigureAwait(false);
        var hasClasses = view.StorageClasses.IsCompletedSuccessfully;
        var waiting = (await CensusOrNullAsync(view).ConfigureAwait(false))?.Remarkable.Where(p => p.Phase == PodPhase.Pending).ToLookup(p => p.Namespace, StringComparer.Ordinal);
        var warnings = await view.Warnings.ConfigureAwait(false);
        var found = new List<CheckResult>();
        foreach (var claim in unbound)
        {
            var ns = claim.Metadata.Namespace ?? "";
            var pods = waiting?[ns].Where(p => p.Claims.Contains(claim.Metadata.Name)).Select(p => p.Name).ToList();
            if (claim.Status.Phase == "Pending" && pods is { Count: 0 } && WaitsForConsumer(claim, classes)) continue;
            var isJudged = claim.Status.Phase == "Lost" || pods is not { Count: 0 } || hasClasses;
            var about = About(view, claim, pods ?? [], classes, warnings);
            // Without the classes it cannot be told from a claim that rightly waits for its first consumer.
            found.Add(isJudged ? about : about with { Status = CheckStatus.Unknown, Message = $"{about.Message}; whether its class waits for a consumer could not be read" });
        }

        return found;
    }

    private static bool WaitsForConsumer(ClaimWire claim, IReadOnlyList<StorageClassWire> classes)
        => classes.Any(c => c.Metadata.Name == claim.Spec.StorageClassName && c.VolumeBindingMode == "WaitForFirstConsumer");

    private CheckResult About(KubernetesView view, ClaimWire claim, IReadOnlyList<string> pods, IReadOnlyList<StorageClassWire> classes, EventIndex warnings)
    {
        var ns = claim.Metadata.Namespace;
        var name = claim.Metadata.Name;
        var age = claim.Metadata.CreationTimestamp is { } created ? $" for {AgeText.Of(view.Now - created)}" : "";
        var state = claim.Status.Phase == "Lost" ? $"Lost: its volume {claim.Spec.VolumeName} is gone" : $"Pending{age}";
        var message = $"{state}{CauseOf(claim, classes, warnings)}";
        if (pods.Count > 0) message += $"; pods that wait for it: {string.Join(", ", pods)}";
        return Finding(view, CheckStatus.Fail, "PersistentVolumeClaim", ns, name, message) with
        {
            Remedy = EventsOf(view, "PersistentVolumeClaim", ns, name),
            Parameters = Parameters(("Namespace", ns), ("ClaimName", name), ("PodName", pods.Count > 0 ? pods[0] : null)),
            Evidence = [$"storage class {claim.Spec.StorageClassName ?? "(the default)"}", .. warnings.Evidence("PersistentVolumeClaim", ns, name)],
        };
    }

    private static string CauseOf(ClaimWire claim, IReadOnlyList<StorageClassWire> classes, EventIndex warnings)
    {
        if (warnings.Newest("PersistentVolumeClaim", claim.Metadata.Namespace, claim.Metadata.Name) is { } e) return $": {e.Reason}: {e.Message}";
        if (claim.Spec.StorageClassName is { Length: > 0 } wanted && classes.Count > 0 && !classes.Any(c => c.Metadata.Name == wanted)) return $": there is no storage class {wanted}";
        return claim.Spec.VolumeName is { Length: > 0 } volume ? $": it asks for the volume {volume}" : "";
    }

    /// <summary>Without the pods it is not known who wants the claim; then an unbound one is reported whoever wants it.</summary>
    private static async Task<PodCensus?> CensusOrNullAsync(KubernetesView view)
    {
        try
        {
            return await view.Pods.ConfigureAwait(false);
        }
        catch (OperationException)
        {
            return null;
        }
    }
}
