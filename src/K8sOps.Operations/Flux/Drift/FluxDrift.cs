namespace K8sOps;

/// <summary>What one object has against what Flux applies: one record for each field that differs, else one for the object.</summary>
public sealed record FluxDrift
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary><c>Kustomization</c> or <c>HelmRelease</c>.</summary>
    public required string AppKind { get; init; }

    /// <summary>The app's namespace.</summary>
    public required string AppNamespace { get; init; }

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The revision of the source, or the chart and version of the release, that was compared with; null where it was not reached.</summary>
    public string? Revision { get; init; }

    /// <summary>The object's API version; null where the app as a whole could not be compared.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>The object's kind; the app's own where the app as a whole could not be compared.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's namespace; null where it lives in none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public FluxDriftState State { get; init; }

    /// <summary>The field, such as <c>.spec.replicas</c>; null for the object as a whole.</summary>
    public string? Path { get; init; }

    /// <summary>What Flux makes the field, as JSON text; null where it drops it. Of a Secret <c>(redacted)</c>.</summary>
    public string? Applied { get; init; }

    /// <summary>What the field is now, likewise; null where it is not set.</summary>
    public string? Live { get; init; }

    /// <summary>The field manager that owns the field as it is now, or null where nobody is known.</summary>
    public string? Owner { get; init; }

    /// <summary>Why it could not be compared, or why it is left alone; else null.</summary>
    public string? Message { get; init; }

    /// <summary>When it was compared, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary><c>Deployment media/sonarr .spec.replicas: 1 → 3</c>.</summary>
    public override string ToString()
    {
        var name = Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
        return Path is null ? $"{name} {State}{(Message is null ? "" : ": " + Message)}" : $"{name} {Path}: {Applied ?? "(not set)"} → {Live ?? "(not set)"}";
    }
}
