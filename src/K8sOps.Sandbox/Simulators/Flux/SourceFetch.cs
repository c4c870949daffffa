namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What came of fetching a source.</summary>
internal sealed record SourceFetch
{
    /// <summary>What there is to store; null when the fetch failed.</summary>
    public StoredArtifact? Artifact { get; init; }

    /// <summary>When that came to be: no artifact of the beginning is older.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>What is told when it is new: <c>stored artifact for commit 'Update podinfo'</c>.</summary>
    public string Told { get; init; } = "";

    /// <summary>The reason of that event.</summary>
    public string NewReason { get; init; } = "NewArtifact";

    /// <summary>What is told when it is not new; null when nothing is.</summary>
    public string? ToldAgain { get; init; }

    /// <summary>The reason of that event.</summary>
    public string AgainReason { get; init; } = "ArtifactUpToDate";

    /// <summary>The reason of the conditions when all is well.</summary>
    public string Reason { get; init; } = "Succeeded";

    /// <summary>The message of the conditions when all is well.</summary>
    public string Message { get; init; } = "";

    /// <summary>The reason of the failure; null when it succeeded.</summary>
    public string? FailureReason { get; init; }

    /// <summary>The failure, as the controller says it.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Whether nothing but a change of the object can help.</summary>
    public bool IsStalled { get; init; }

    public static SourceFetch Failed(string reason, string message, bool isStalled = false) => new() { FailureReason = reason, Failure = message, IsStalled = isStalled };
}
