namespace K8sOps;

/// <summary>Which lines of the logs of Flux's controllers. What is not set does not restrict.</summary>
public sealed record FluxLogQuery
{
    /// <summary>The objects that lines tell of, literal or with wildcards; a literal one must exist where it is an app or a source.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Their kinds: apps and sources also in their short forms, others by name (<c>Alert</c>, <c>ImagePolicy</c>).</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Their namespaces, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>This level and what is worse; with any but <see cref="FluxLogLevel.Unknown"/>, lines whose level is not told are left out.</summary>
    public FluxLogLevel Level { get; init; }

    /// <summary>The controllers, by the names of their Deployments, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Controllers { get; init; }

    /// <summary>Go on with what is written from now on, until the controllers' present runs end.</summary>
    public bool Follow { get; init; }

    /// <summary>Only lines from this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only so many lines from the end of each controller's log, counted before the others select.</summary>
    public int? Tail { get; init; }

    /// <summary>Told of each name that is not there, and of each log that cannot be read, while the others go on. Without it the first of them is thrown.</summary>
    public Action<OperationException>? OnError { get; init; }
}
