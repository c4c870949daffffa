namespace K8sOps.Runbooks.Runs;

/// <summary>Something that can still be taken back.</summary>
/// <param name="Id">The step's key, <c>procedure:&lt;anchor&gt;</c>, or <c>change:&lt;number&gt;</c>.</param>
/// <param name="Key">The step.</param>
/// <param name="Code">The code that takes it back.</param>
public sealed record PendingRollback(string Id, string Key, string Code)
{
    /// <summary>Whether taking it back had begun without an end: it may be done, or half done. Running it again does no harm.</summary>
    public bool WasStarted { get; init; }

    /// <summary>Whether its code held a secret, which the journal does not keep: it is not what would have to run.</summary>
    public bool IsRedacted => Code.Contains(SecretPattern.Redacted, StringComparison.Ordinal);

    /// <summary>The errors of the last try; empty when there was none.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
