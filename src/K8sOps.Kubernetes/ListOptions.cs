namespace K8sOps.Kubernetes;

/// <summary>What to list or watch.</summary>
public sealed record ListOptions
{
    /// <summary>Everything, everywhere.</summary>
    public static readonly ListOptions All = new();

    /// <summary>One namespace, or null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Label selector as <c>kubectl -l</c> takes it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector as <c>kubectl --field-selector</c> takes it.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Only names and metadata (<c>PartialObjectMetadataList</c>).</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>Stop after so many objects; null for all.</summary>
    public int? Limit { get; init; }
}
