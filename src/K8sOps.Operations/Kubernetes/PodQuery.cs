namespace K8sOps;

/// <summary>Which pods. What is not set does not restrict.</summary>
public sealed record PodQuery
{
    /// <summary>Every pod of every namespace.</summary>
    public static readonly PodQuery All = new();

    /// <summary>Namespaces, literal or with wildcards; none for all of them.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Names, literal or with wildcards; none for all. A literal one that is not found is an error.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>A label selector as kubectl's <c>-l</c>; the server applies it.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>A field selector; the server applies it.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>The node it runs on, literal (the server selects) or with wildcards.</summary>
    public string? Node { get; init; }

    /// <summary>Only pods with something wrong (<see cref="K8sPod.IsHealthy"/> is false).</summary>
    public bool UnhealthyOnly { get; init; }

    /// <summary>Only this very pod, by <c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary>Only pods that have ended in one of these ways; null or none for all pods.</summary>
    public IReadOnlyList<PodEndState>? EndStates { get; init; }

    /// <summary>
    /// Told of each literal name, and each literal namespace, that is not there, after what was found. Without it the first of them is thrown.
    /// </summary>
    public Action<OperationException>? OnMissing { get; init; }
}
