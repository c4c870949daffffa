namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>One OSD as the monitors know it.</summary>
internal sealed class CephOsd(int id, string host, long bytes)
{
    public int Id { get; } = id;

    public string Name => $"osd.{Id}";

    /// <summary>The machine that it stands on, which is its host in the CRUSH map.</summary>
    public string Host { get; } = host;

    public long Bytes { get; } = bytes;

    public string DeviceClass { get; } = "ssd";

    /// <summary>Its weight in the CRUSH map: its size in TiB. Zero, and it has no place there.</summary>
    public double CrushWeight { get; set; } = Math.Round(bytes / (double)(1L << 40), 5);

    public bool HasPlace { get; set; } = true;

    public string Uuid { get; init; } = "";

    public bool IsUp { get; set; } = true;

    public bool IsIn { get; set; } = true;

    /// <summary>The monitors put it out by themselves: once it is up again they take it back in.</summary>
    public bool IsAutoOut { get; set; }

    public bool IsDestroyed { get; set; }

    /// <summary>What it weighs in, 0 to 1, when it is in.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>The weight that counts: none when it is out.</summary>
    public double Reweight => IsIn ? Weight : 0;

    /// <summary>Flags of its own: noout, noup, nodown, noin.</summary>
    public SortedSet<string> Flags { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether its process runs, as its pod tells.</summary>
    public bool IsRunning { get; set; } = true;

    /// <summary>When its process went away, or came.</summary>
    public DateTimeOffset RunningSince { get; set; }

    public DateTimeOffset? DownAt { get; set; }

    public long UpFrom { get; set; }

    public long DownEpoch { get; set; }

    /// <summary>How often it went down since the world began.</summary>
    public int Downs { get; set; }
}
