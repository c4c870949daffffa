using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>What applying one manifest would do, as the server has said in a dry run.</summary>
public sealed class ApplyPlan
{
    internal ApplyPlan(Manifest manifest, KubeResource resource, string? ns)
    {
        Manifest = manifest;
        Resource = resource;
        Namespace = ns;
    }

    /// <summary>The manifest.</summary>
    public Manifest Manifest { get; }

    /// <summary>What would be done; <see cref="ResourceAction.Created"/> also where the server could not be asked yet.</summary>
    public ResourceAction Action { get; internal init; }

    /// <summary>The fields that differ; empty for one that could not be asked yet.</summary>
    public IReadOnlyList<ObjectChange> Changes { get; internal init; } = [];

    /// <summary>Why the server could not be asked yet: the namespace or the definition that comes before it in the same call; else null.</summary>
    public string? Awaits { get; internal init; }

    /// <summary><c>Deployment media/sonarr</c>.</summary>
    public string Target => ResourceService.NameOf(Resource, Namespace, Manifest.Name);

    internal KubeResource Resource { get; }

    internal string? Namespace { get; }

    /// <summary>The object as it is; null when it is not there.</summary>
    internal JsonObject? Live { get; init; }

    /// <summary>True to take fields over from their managers.</summary>
    internal bool TakesOver { get; init; }

    /// <summary>True when the operator said so (<c>-Force</c>): whoever owns a field gives it up.</summary>
    public bool IsForced { get; init; }
}
