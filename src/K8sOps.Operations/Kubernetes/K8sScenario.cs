namespace K8sOps;

/// <summary>A way to break the sandbox. Times are the world's, UTC.</summary>
public sealed record K8sScenario
{
    /// <summary>The kubeconfig context, such as <c>sandbox-infra</c>.</summary>
    public required string Cluster { get; init; }

    /// <summary>Always <c>Scenario</c>.</summary>
    public string Kind { get; init; } = "Scenario";

    /// <summary>The name to start it by.</summary>
    public required string Name { get; init; }

    /// <summary>What breaks.</summary>
    public string Description { get; init; } = "";

    /// <summary>What cures it.</summary>
    public string Cure { get; init; } = "";

    /// <summary>True while its fault is in the world.</summary>
    public bool Active { get; init; }

    /// <summary>How far it is.</summary>
    public ScenarioPhase Phase { get; init; }

    /// <summary>When it was last started, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was read, by the world's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
