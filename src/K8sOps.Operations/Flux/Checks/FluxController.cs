using K8sOps.Flux.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Flux.Checks;

/// <summary>One of Flux's controllers, by its Deployment.</summary>
internal sealed record FluxController
{
    /// <summary>Available for less than a minute: a roll-out, or a pod that was just deleted.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromMinutes(1);

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Which controller it is: shards of one have names of their own.</summary>
    public required string Component { get; init; }

    public string? Version { get; init; }

    public int Wanted { get; init; }

    public int Available { get; init; }

    public bool IsStale { get; init; }

    /// <summary>Since when it is short of pods, where a condition tells it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The words of the condition that tells why.</summary>
    public string? Trouble { get; init; }

    /// <summary>Whether nothing of its kinds is reconciled now, and that is not just a pod that is being replaced.</summary>
    public bool IsDown(DateTimeOffset now) => Available == 0 && (Wanted == 0 || Since is null || now - Since > s_grace);

    /// <summary>Whether it has fewer pods than it wants.</summary>
    public bool IsThin(DateTimeOffset now) => Available < Wanted && (Since is null || now - Since > s_grace);

    /// <summary>The controller that looks after a kind.</summary>
    public static string ComponentOf(KubeResource resource)
        => resource == FluxKinds.Kustomizations ? "kustomize-controller" : resource == FluxKinds.HelmReleases ? "helm-controller" : "source-controller";

    public static FluxController Of(FluxControllerWire wire)
    {
        FluxConditionWire? Condition(string type) => wire.Status.Conditions is { } all ? Array.Find(all, c => c.Type == type) : null;
        var refused = Condition("ReplicaFailure") is { Status: "True" } failure ? failure : null;
        var stuck = Condition("Progressing") is { Status: "False" } late ? late : null;
        return new FluxController
        {
            Namespace = wire.Metadata.Namespace,
            Name = wire.Metadata.Name,
            Component = wire.Metadata.Labels?.GetValueOrDefault("app.kubernetes.io/component") is { Length: > 0 } component ? component : wire.Metadata.Name,
            Version = wire.Metadata.Labels?.GetValueOrDefault("app.kubernetes.io/version"),
            Wanted = wire.Spec.Replicas ?? 1,
            Available = wire.Status.AvailableReplicas,
            IsStale = wire.Status.ObservedGeneration is not { } seen || seen < wire.Metadata.Generation,
            Since = Condition("Available") is { Status: "False" } available ? available.LastTransitionTime : null,
            Trouble = (refused ?? stuck)?.Message,
        };
    }
}
