namespace K8sOps.Kubernetes;

/// <summary>How a write is sent. Field validation is always <c>Strict</c>.</summary>
public sealed record WriteOptions
{
    /// <summary>A write that is meant.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary><c>dryRun=All</c>: the server checks and answers, and stores nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Under which name the server notes who owns the fields; another than ours only where fields have to be told apart, or in a dry run on behalf of a controller.</summary>
    public string FieldManager { get; init; } = "k8sops";

    /// <summary>A subresource such as <c>status</c>, or null.</summary>
    public string? Subresource { get; init; }

    /// <summary>Server-side apply only: takes fields over from other managers instead of failing with their names.</summary>
    public bool Force { get; init; }
}
