using System.Text.Json;

namespace K8sOps.Flux.Wire;

/// <summary>The spec of apps and sources, all kinds together.</summary>
internal sealed class FluxSpecWire
{
    public bool Suspend { get; set; }

    public string? Interval { get; set; }

    public string? Path { get; set; }

    public FluxReferenceWire? SourceRef { get; set; }

    public FluxReferenceWire? ChartRef { get; set; }

    /// <summary>A HelmRelease's is a map, a HelmChart's a name.</summary>
    public JsonElement Chart { get; set; }

    public string? Version { get; set; }

    public FluxReferenceWire[]? DependsOn { get; set; }

    /// <summary>Only whether it is there matters.</summary>
    public JsonElement KubeConfig { get; set; }

    public string? TargetNamespace { get; set; }

    public string? Url { get; set; }

    /// <summary><c>oci</c> or <c>default</c>, of a HelmRepository.</summary>
    public string? Type { get; set; }

    public FluxGitReferenceWire? Ref { get; set; }

    public string? Endpoint { get; set; }

    public string? BucketName { get; set; }

    public string? Prefix { get; set; }
}

/// <summary>What of a repository is asked for: the first that is set counts, in the order in which the controller looks.</summary>
internal sealed class FluxGitReferenceWire
{
    public string? Branch { get; set; }

    public string? Tag { get; set; }

    public string? Semver { get; set; }

    public string? Name { get; set; }

    public string? Commit { get; set; }

    public string? Digest { get; set; }
}
