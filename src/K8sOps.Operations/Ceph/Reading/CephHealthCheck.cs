namespace K8sOps.Ceph.Reading;

/// <summary>One complaint of Ceph's.</summary>
/// <param name="Code">Its code, such as <c>OSD_DOWN</c>.</param>
/// <param name="Severity">How bad Ceph finds it.</param>
/// <param name="Summary">Ceph's own words.</param>
/// <param name="IsMuted">Whether somebody muted it.</param>
/// <param name="Details">A line for each affected thing, where Ceph has any.</param>
internal sealed record CephHealthCheck(string Code, CephHealth Severity, string Summary, bool IsMuted, IReadOnlyList<string> Details);
