namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>A monitor of the map.</summary>
internal sealed class CephMonitor(int rank, string name, string host, string address)
{
    public int Rank { get; } = rank;

    public string Name { get; } = name;

    public string Host { get; } = host;

    /// <summary>The address of its Service.</summary>
    public string Address { get; } = address;

    public string AddressV1 => Address + ":6789/0";

    public string Vector => $"[v2:{Address}:3300/0,v1:{Address}:6789/0]";

    /// <summary>Whether its process runs.</summary>
    public bool IsRunning { get; set; } = true;

    /// <summary>The pod whose process hangs: it runs, and no longer answers its peers. A new pod does.</summary>
    public string? HungPod { get; set; }

    public string? Pod { get; set; }

    public bool IsWell => IsRunning && (HungPod is null || HungPod != Pod);

    /// <summary>How far its machine's clock is off, in seconds.</summary>
    public double Skew { get; set; }
}
