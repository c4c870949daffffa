using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>What the checks keep of an app or source: of two thousand in a list, little more than their names and their verdicts.</summary>
internal sealed record FluxFact
{
    public required KubeResource Resource { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>What its conditions say, as though it were not suspended.</summary>
    public required FluxVerdict Verdict { get; init; }

    /// <summary>Of a stalled one: the words of <c>Ready</c>, which tell what failed; those of <c>Stalled</c> tell that nothing more is tried.</summary>
    public string? Cause { get; init; }

    /// <summary>The failure of the attempt before, while the same is being tried again; else null.</summary>
    public string? Failing { get; init; }

    /// <summary>True when the status is of an older generation than the spec.</summary>
    public bool IsStale { get; init; }

    public FluxSuspended? Suspended { get; init; }

    /// <summary>When anybody last wrote something other than its status; its creation where nothing tells it.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What it is made from: of an app its source, of a release its chart, of a chart its repository.</summary>
    public FluxReference? Source { get; init; }

    public IReadOnlyList<FluxReference> DependsOn { get; init; } = [];

    /// <summary>The dependencies that are judged by an expression of their own.</summary>
    public IReadOnlyList<FluxReference> Judged { get; init; } = [];

    /// <summary>Of an app what is applied (a release: what was tried last), of a source what is in storage; null for nothing yet.</summary>
    public string? Revision { get; init; }

    /// <summary>Of a release the digest of its chart, where it comes from an OCIRepository.</summary>
    public string? RevisionDigest { get; init; }

    /// <summary>Of a source: since when that revision is in storage.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The words of condition <c>Drifted</c>, when it holds.</summary>
    public string? Drift { get; init; }

    /// <summary>True for a HelmRepository of type <c>oci</c>, which Flux neither fetches nor judges.</summary>
    public bool IsStatic { get; init; }

    public string Kind => Resource.Kind;

    /// <summary><c>Kustomization flux-system/podinfo</c>.</summary>
    public override string ToString() => $"{Kind} {Namespace}/{Name}";
}
