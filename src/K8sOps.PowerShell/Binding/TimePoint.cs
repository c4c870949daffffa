using System.Globalization;

namespace K8sOps;

/// <summary>A time that a parameter names: a moment, or so long before now.</summary>
public sealed record TimePoint
{
    private readonly DateTimeOffset? _at;
    private readonly TimeSpan _offset;

    /// <summary>A moment.</summary>
    public TimePoint(DateTimeOffset at) => _at = at;

    /// <summary>An offset from now, negative for the past.</summary>
    public TimePoint(TimeSpan offset) => _offset = offset;

    /// <summary>The moment, by <paramref name="clock"/>.</summary>
    public DateTimeOffset Resolve(TimeProvider clock) => _at ?? clock.GetUtcNow() + _offset;

    /// <inheritdoc/>
    public override string ToString() => _at is { } at ? at.ToString("O", CultureInfo.InvariantCulture) : _offset.ToString("c", CultureInfo.InvariantCulture);
}
