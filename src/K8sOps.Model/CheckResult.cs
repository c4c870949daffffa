namespace K8sOps;

/// <summary>What one check found about one object. Flat, so that it binds, filters and survives JSON.</summary>
public sealed record CheckResult
{
    /// <summary>The kubeconfig context.</summary>
    public required string Cluster { get; init; }

    /// <summary>The system that was checked, such as <c>Kubernetes</c>.</summary>
    public required string System { get; init; }

    /// <summary>The stable id of the check, such as <c>K8S.POD_CRASHING</c>; documented in docs/checks.md.</summary>
    public required string Id { get; init; }

    /// <summary>The verdict.</summary>
    public required CheckStatus Status { get; init; }

    /// <summary>The kind of the affected object, or null for the check as a whole.</summary>
    public string? Kind { get; init; }

    /// <summary>The namespace of the affected object, or null.</summary>
    public string? Namespace { get; init; }

    /// <summary>The affected object. Not called Name, so that a finding never binds to another command's -Name by accident.</summary>
    public string? TargetName { get; init; }

    /// <summary>What is wrong, on which object, in the system's own words.</summary>
    public required string Message { get; init; }

    /// <summary>The next command to type, complete; null where nothing needs doing.</summary>
    public string? Remedy { get; init; }

    /// <summary>The runbook that treats it (a file of <c>runbooks/</c> without its ending), or null.</summary>
    public string? Runbook { get; init; }

    /// <summary>The heading of the symptom in that runbook, without <c>Symptom: </c>.</summary>
    public string? Symptom { get; init; }

    /// <summary>Values for the runbook's parameters that this finding knows.</summary>
    public IReadOnlyDictionary<string, object> Parameters { get; init; } = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was seen, a line each.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>When the check looked, by the cluster's clock.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>How old the data was that it looked at; null when it was read live.</summary>
    public TimeSpan? SourceAge { get; init; }

    /// <summary>How long looking took.</summary>
    public TimeSpan Elapsed { get; init; }
}
