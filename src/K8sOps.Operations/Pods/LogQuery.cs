namespace K8sOps;

/// <summary>Which logs, and which lines of them. What is not set does not restrict.</summary>
public sealed record LogQuery
{
    /// <summary>The pods, literal or with wildcards.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>A label selector as kubectl's <c>-l</c>; the server applies it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>
    /// Containers of any sort, literal or with wildcards. None for what a person means by the pod's log: the container of the annotation
    /// <c>kubectl.kubernetes.io/default-container</c>, else all containers; the init container at hand while a pod initialises.
    /// </summary>
    public IReadOnlyList<string>? Containers { get; init; }

    /// <summary>Go on with what is written from now on, until the containers' present runs end.</summary>
    public bool Follow { get; init; }

    /// <summary>The log of the last run, before the container's restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Only lines from this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only so many lines from the end of each container's log, counted before <see cref="Match"/> selects.</summary>
    public int? Tail { get; init; }

    /// <summary>A regular expression, case not minded; only lines in which it is found.</summary>
    public string? Match { get; init; }

    /// <summary>
    /// Told of each pod, namespace or container that is missing or whose log cannot be read, while the others go on. Without it the first of them is thrown.
    /// </summary>
    public Action<OperationException>? OnError { get; init; }
}
