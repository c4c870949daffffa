namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A manager daemon.</summary>
internal sealed class CephManager(string name)
{
    public string Name { get; } = name;

    public bool IsRunning { get; set; } = true;

    /// <summary>When it came up: among those that run, the one that was there first is active.</summary>
    public DateTimeOffset Since { get; set; }
}
