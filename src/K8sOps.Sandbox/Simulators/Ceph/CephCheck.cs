namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A health check that is raised.</summary>
internal sealed record CephCheck(string Code, string Summary, long Count, IReadOnlyList<string> Detail)
{
    public bool IsError { get; init; }

    public string Severity => IsError ? "HEALTH_ERR" : "HEALTH_WARN";
}
