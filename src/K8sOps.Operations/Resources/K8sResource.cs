using System.Collections.Specialized;

namespace K8sOps;

/// <summary>An object of any kind, with the state that its conditions or its phase tell. Times are UTC.</summary>
public sealed record K8sResource
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>apiVersion</c>, such as <c>apps/v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The object's own kind, such as <c>Deployment</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The namespace; null for what lives in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>One word for its state, such as <c>Ready</c>, <c>Terminating</c>, <c>Bound</c> or a condition's reason; empty for kinds that have none.</summary>
    public string Status { get; init; } = "";

    /// <summary>True only when a condition, a phase or a roll-out was seen to say so, of this very generation; false for kinds that have no state.</summary>
    public bool Ready { get; init; }

    /// <summary>What the condition that decides says; null when nothing was said.</summary>
    public string? Message { get; init; }

    /// <summary>What <c>Set-K8sResource</c> did with it; <see cref="ResourceAction.None"/> when it was only read.</summary>
    public ResourceAction Action { get; init; }

    /// <summary><c>metadata.labels</c>; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><c>metadata.annotations</c>; empty for none.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The kind of the controlling owner, or null.</summary>
    public string? OwnerKind { get; init; }

    /// <summary>The name of the controlling owner, or null.</summary>
    public string? OwnerName { get; init; }

    /// <summary>The Flux app that it belongs to, such as <c>Kustomization flux-system/sonarr</c>, or null.</summary>
    public string? ManagedBy { get; init; }

    /// <summary><c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary><c>metadata.creationTimestamp</c>.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>
    /// The whole object as the server stores it, as maps, lists and values: <c>$_.Object.spec.replicas</c>. The values of a Secret are
    /// <c>(redacted)</c> unless they were asked for.
    /// </summary>
    public required OrderedDictionary Object { get; init; }

    /// <summary>When it was read, by the cluster's clock. Ages are counted from here.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
