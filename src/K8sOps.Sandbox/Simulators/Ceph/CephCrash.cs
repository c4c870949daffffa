namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A report of a daemon that crashed.</summary>
internal sealed record CephCrash(string Id, string Daemon, string Host, DateTimeOffset Time, IReadOnlyList<string> Backtrace)
{
    public DateTimeOffset? Archived { get; set; }
}
