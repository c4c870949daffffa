namespace K8sOps;

/// <summary>What one step of a run came to.</summary>
public sealed record StepResult
{
    /// <summary>The run's id; null for a rehearsal.</summary>
    public string? Run { get; init; }

    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The runbook, or null.</summary>
    public string? Runbook { get; init; }

    /// <summary>The step's id.</summary>
    public required string Id { get; init; }

    /// <summary>The step's title.</summary>
    public required string Title { get; init; }

    /// <summary>What became of it.</summary>
    public required StepOutcome Outcome { get; init; }

    /// <summary>Why, where that does not go without saying: <c>WhatIf</c>, what the operator chose, what was wrong.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What the last verification said: <see cref="CheckStatus.Skip"/> when it was not made.</summary>
    public CheckStatus Verification { get; init; }

    /// <summary>What the action emitted, as the engine's own objects.</summary>
    public IReadOnlyList<object> Output { get; init; } = [];

    /// <summary>The errors of action and verification, a line each.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What was changed, with its outcome, a line each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>When the step began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, its verification included, by the cluster's clock.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How long it should have taken at most, or null.</summary>
    public TimeSpan? Target { get; init; }
}
