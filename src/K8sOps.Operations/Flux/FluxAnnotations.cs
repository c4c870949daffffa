namespace K8sOps.Flux;

/// <summary>The annotations and labels by which Flux is asked for something, and those in which we leave word.</summary>
internal static class FluxAnnotations
{
    /// <summary>A new value asks the controller to reconcile now; it answers with the same value in <c>status.lastHandledReconcileAt</c>.</summary>
    public const string RequestedAt = "reconcile.fluxcd.io/requestedAt";

    /// <summary>With the value of <see cref="RequestedAt"/>: a HelmRelease is installed or upgraded once, whatever its state (<c>lastHandledForceAt</c>).</summary>
    public const string ForceAt = "reconcile.fluxcd.io/forceAt";

    /// <summary>With the value of <see cref="RequestedAt"/>: a HelmRelease's failures are counted from zero again (<c>lastHandledResetAt</c>).</summary>
    public const string ResetAt = "reconcile.fluxcd.io/resetAt";

    /// <summary>Who suspended: the account and the machine that the command ran on.</summary>
    public const string SuspendedBy = "k8sops.io/suspend-by";

    /// <summary>When, by the cluster's clock, in RFC 3339.</summary>
    public const string SuspendedAt = "k8sops.io/suspend-at";

    /// <summary>Why, in the operator's words.</summary>
    public const string SuspendedReason = "k8sops.io/suspend-reason";

    /// <summary>The run of a runbook that the command was part of.</summary>
    public const string SuspendedRun = "k8sops.io/suspend-run";

    /// <summary>Names the freeze that an object was suspended with (<c>-Recurse</c>), so that a resume thaws exactly that set.</summary>
    public const string SuspendedSet = "k8sops.io/suspend-set";

    /// <summary>On what a Kustomization applied: <c>…/name</c> and <c>…/namespace</c>.</summary>
    public const string KustomizePrefix = "kustomize.toolkit.fluxcd.io/";

    /// <summary>On what a HelmRelease applied: <c>…/name</c> and <c>…/namespace</c>.</summary>
    public const string HelmPrefix = "helm.toolkit.fluxcd.io/";
}
