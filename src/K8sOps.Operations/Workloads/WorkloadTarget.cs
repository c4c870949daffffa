using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>One workload as it was read, whole, to be changed or waited for.</summary>
public sealed class WorkloadTarget
{
    internal WorkloadTarget(KubeResource resource, JsonObject live)
    {
        Resource = resource;
        Live = live;
        Live["apiVersion"] ??= resource.ApiVersion;
        Live["kind"] ??= resource.Kind;
    }

    /// <summary>The namespace.</summary>
    public string Namespace => Live.Text("metadata", "namespace") ?? "";

    /// <summary>The name.</summary>
    public string Name => Live.Text("metadata", "name") ?? "";

    /// <summary>The kind.</summary>
    public string Kind => Resource.Kind;

    /// <summary><c>metadata.uid</c>, or null.</summary>
    public string? Uid => Live.Text("metadata", "uid");

    /// <summary>The patch with the uid as a precondition: the server refuses a namesake that took the workload's place meanwhile.</summary>
    public JsonObject Guarded(JsonObject patch)
    {
        if (Uid is null) return patch;
        if (patch["metadata"] is not JsonObject metadata) patch["metadata"] = metadata = [];
        metadata["uid"] = Uid;
        return patch;
    }

    /// <summary><c>Deployment media/sonarr</c>.</summary>
    public override string ToString() => $"{Kind} {Namespace}/{Name}";

    internal KubeResource Resource { get; }

    internal JsonObject Live { get; }
}
