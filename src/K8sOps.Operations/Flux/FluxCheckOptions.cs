namespace K8sOps.Flux;

/// <summary>What the checks of Flux let pass, and which objects they tell of.</summary>
public sealed record FluxCheckOptions
{
    /// <summary>What is taken where nothing is said.</summary>
    public static readonly FluxCheckOptions Default = new();

    /// <summary>An app or source that is at work, waits, or lags behind its source is let be for so long.</summary>
    public TimeSpan NotReadyFor { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A suspension is let be for so long.</summary>
    public TimeSpan SuspendedFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Names of apps and sources, literal or with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces of apps and sources, likewise.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }
}
