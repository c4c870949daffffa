using System.Globalization;
using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>The next command to type for a complaint of Ceph's.</summary>
internal static class CephRemedies
{
    /// <summary>The command, complete.</summary>
    public static string For(CheckResult about) => about.Symptom switch
    {
        "OSD down" when about.Parameters.ContainsKey("OsdId") => Line(about, "Start-CephOsd", "OsdId"),
        "OSD down" => Line(about, "Get-CephOsd") + " -State Down",
        "OSD flapping" => Line(about, "Get-CephOsd", "OsdId"),
        "Storage nearly full" when about.Parameters.ContainsKey("Monitor") => Line(about, "Get-CephMonitor", "Monitor"),
        "Storage nearly full" => Line(about, "Get-CephUsage"),
        "Pool full" or "Pool at risk" => Line(about, "Get-CephPool", "Pool"),
        "Placement group damaged" when about.Parameters.ContainsKey("PlacementGroup") => Line(about, "Repair-CephPlacementGroup", "PlacementGroup"),
        "Placement group damaged" or "Placement groups degraded" or "Objects unfound" => Line(about, "Get-CephPlacementGroup", "PlacementGroup") + " -Unhealthy",
        "Monitor out of quorum" or "Clock skew" => Line(about, "Get-CephMonitor", "Monitor"),
        "Slow operations" when about.Parameters.ContainsKey("OsdId") => Line(about, "Get-CephOsd", "OsdId"),
        "Slow operations" => Line(about, "Get-CephOsd"),
        "Flag left set" => Line(about, "Clear-CephFlag", "Flag"),
        "Daemon crashed" when about.Parameters.ContainsKey("CrashId") => Line(about, "Get-CephCrash", "CrashId"),
        "Daemon crashed" => Line(about, "Get-CephCrash") + " -New",
        "Manager down" => CommandText.Line("Get-K8sPod", about.Cluster, ("Namespace", about.Namespace), ("Name", "rook-ceph-mgr-*")),
        "Versions differ" => Line(about, "Test-RookUpgrade"),
        _ => Line(about, "Get-CephStatus"),
    };

    /// <summary>A command about what the finding's parameter names; about everything where it names nothing.</summary>
    private static string Line(CheckResult about, string command, string? parameter = null)
        => CommandText.Line(command, about.Cluster, ("Namespace", about.Namespace), (parameter ?? "", parameter is not null && about.Parameters.TryGetValue(parameter, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null));
}
