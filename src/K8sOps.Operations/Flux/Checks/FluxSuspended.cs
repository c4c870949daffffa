using K8sOps.Flux.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>A suspension, as far as it is known.</summary>
/// <param name="By">The account that was noted, else the managers that own <c>spec.suspend</c>; null when nobody is known.</param>
/// <param name="At">Since when.</param>
/// <param name="Reason">Why, as it was noted.</param>
/// <param name="Set">The freeze that it is part of, or null.</param>
/// <param name="Managers">The managers that own <c>spec.suspend</c>.</param>
/// <param name="Parent">The app that applies the object, or null.</param>
/// <param name="IsLeftAlone">True when the object's annotations keep the parent off it.</param>
internal sealed record FluxSuspended(string? By, DateTimeOffset? At, string? Reason, string? Set, IReadOnlyList<string> Managers, FluxReference? Parent, bool IsLeftAlone)
{
    /// <summary>True when it stands in Git: the parent applies it, and sets it again at every reconcile.</summary>
    public bool IsInGit => Managers.Contains("kustomize-controller") || Managers.Contains("helm-controller");

    /// <summary>True when everyone who holds it is taken over, and dropped, by kustomize-controller.</summary>
    public bool IsWeak => !IsLeftAlone && Parent is { Kind: "Kustomization" } && Managers.Count > 0 && Managers.All(FluxSuspension.IsTakenBack);

    /// <summary>Reads what is told of a suspension; null for an object that is not suspended.</summary>
    public static FluxSuspended? Of(FluxObjectWire o)
    {
        if (!o.Spec.Suspend) return null;
        var told = o.Metadata.Annotations;
        string? Told(string name) => told?.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
        var owners = o.Metadata.Writers?.Suspenders ?? [];
        var leftAlone = string.Equals(Told(FluxAnnotations.KustomizePrefix + "reconcile"), "disabled", StringComparison.OrdinalIgnoreCase)
            || (Told(FluxAnnotations.KustomizePrefix + "ssa") is { } mode && (mode.Equals("Ignore", StringComparison.OrdinalIgnoreCase) || mode.Equals("IfNotPresent", StringComparison.OrdinalIgnoreCase)));
        return new FluxSuspended(
            Told(FluxAnnotations.SuspendedBy) ?? (owners.Count > 0 ? string.Join(", ", owners.Select(w => w.Manager)) : null),
            KubeTime.TryParse(Told(FluxAnnotations.SuspendedAt), out var at) ? at : owners.Count > 0 ? owners.Max(w => w.At) : null,
            Told(FluxAnnotations.SuspendedReason),
            Told(FluxAnnotations.SuspendedSet),
            [.. owners.Select(w => w.Manager)],
            FluxReading.ParentOf(o),
            leftAlone);
    }
}
