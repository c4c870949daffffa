namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A health check that somebody muted.</summary>
internal sealed record CephMute(string Code, DateTimeOffset? Until, bool IsSticky, string Summary, long Count);
