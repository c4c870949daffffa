namespace K8sOps.Kubernetes;

/// <summary>
/// The server answered, and the answer is an error. Made from a <c>Status</c> object where there is one; where there is
/// none (a proxy's HTML, "404 page not found") from the status code, and <see cref="HasStatus"/> is false.
/// </summary>
public sealed class KubeApiException : KubeException
{
    /// <summary>Creates the exception.</summary>
    public KubeApiException(string message, int statusCode, string reason)
        : base(message)
    {
        StatusCode = statusCode;
        Reason = reason;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary><c>Status.reason</c> (<c>NotFound</c>, <c>Conflict</c>, <c>Forbidden</c> …), or the same made up from the code.</summary>
    public string Reason { get; }

    /// <summary>False when the body was no <c>Status</c>. A 404 without one means that the API group is not served at all.</summary>
    public bool HasStatus { get; init; }

    /// <summary><c>Status.details.kind</c>: the resource, in the plural as the server writes it.</summary>
    public string? Kind { get; init; }

    /// <summary><c>Status.details.group</c>.</summary>
    public string? Group { get; init; }

    /// <summary><c>Status.details.name</c>.</summary>
    public string? Name { get; init; }

    /// <summary><c>Status.details.causes</c>.</summary>
    public IReadOnlyList<KubeStatusCause> Causes { get; init; } = [];

    /// <summary>Of a refused server-side apply: each field that another manager owns; else empty.</summary>
    public IReadOnlyList<KubeFieldConflict> FieldConflicts => [.. Causes.Where(c => c.Reason == "FieldManagerConflict").Select(KubeFieldConflict.From)];

    /// <summary>From <c>Retry-After</c>, or <c>Status.details.retryAfterSeconds</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary><c>Status.metadata.continue</c>: with an expired list, where it can go on inconsistently; else null.</summary>
    public string? Continue { get; init; }

    /// <summary>The method and path that were asked, without query.</summary>
    public string? Request { get; init; }
}
