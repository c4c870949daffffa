using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>An app or source that a command works on, as it was read.</summary>
/// <param name="Resource">The kind.</param>
/// <param name="Live">The object.</param>
public sealed record FluxTarget(KubeResource Resource, JsonObject Live)
{
    /// <summary>The kind.</summary>
    public string Kind => Resource.Kind;

    /// <summary>The namespace.</summary>
    public string Namespace { get; } = Live.Text("metadata", "namespace") ?? "";

    /// <summary>The name.</summary>
    public string Name { get; } = Live.Text("metadata", "name") ?? "";

    /// <summary>The uid.</summary>
    public string? Uid { get; } = Live.Text("metadata", "uid");

    /// <summary>True when <c>spec.suspend</c> is set.</summary>
    public bool IsSuspended => Live.Flag("spec", "suspend");

    /// <summary>What it is called in its kind: <c>flux-system/podinfo</c>.</summary>
    public string Path => $"{Namespace}/{Name}";

    /// <summary><c>Kustomization flux-system/podinfo</c>.</summary>
    public override string ToString() => $"{Kind} {Path}";
}
