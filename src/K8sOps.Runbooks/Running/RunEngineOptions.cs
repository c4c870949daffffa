namespace K8sOps.Runbooks.Running;

/// <summary>What a run's session has of its caller's.</summary>
public sealed record RunEngineOptions
{
    /// <summary>The caller's <c>PSHost</c>.</summary>
    public required object Host { get; init; }

    /// <summary>The manifest of this module.</summary>
    public required string Module { get; init; }

    /// <summary>Whether nobody is asked, so that <c>$ConfirmPreference</c> is <c>None</c>.</summary>
    public bool Unattended { get; init; }

    /// <summary>Gates that commands of the run pass over, as with their own <c>-SkipGate</c>.</summary>
    public IReadOnlyList<string> SkipGate { get; init; } = [];

    /// <summary>Preferences that the run shares with its caller, by the names of their variables.</summary>
    public IReadOnlyDictionary<string, object> Preferences { get; init; } = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
}
