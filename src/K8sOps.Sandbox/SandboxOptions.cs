namespace K8sOps.Sandbox;

/// <summary>How a world is made.</summary>
public sealed record SandboxOptions
{
    /// <summary>The world's time when it begins, UTC. Fixed, so that the times in a fresh world are the same everywhere.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 15, 3, 0, 0, TimeSpan.Zero);

    /// <summary>How its clock moves.</summary>
    public SandboxTime Time { get; init; } = SandboxTime.Jumping;

    /// <summary>World seconds per real second, for <see cref="SandboxTime.RealTime"/>; more than zero.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>
    /// Further pods, of about 8 KB each, that no controller looks after: a big list to measure reading with.
    /// </summary>
    public int ExtraPods { get; init; }
}
