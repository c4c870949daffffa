namespace K8sOps.Ceph.Checks;

/// <summary>The health codes of Ceph that this module knows by name, each with the symptom of the runbook that treats it.</summary>
internal static class CephCodes
{
    /// <summary>The symptom of a code that has none of its own.</summary>
    public const string OtherSymptom = "Other Ceph warning";

    private static readonly (string Symptom, (string Code, string Title)[] Codes)[] s_bySymptom =
    [
        ("OSD down", [
            ("OSD_DOWN", "Every OSD runs"),
            ("OSD_HOST_DOWN", "No host has lost all its OSDs"),
            ("OSD_RACK_DOWN", "No rack has lost all its OSDs"),
            ("OSD_ROOT_DOWN", "No root of the CRUSH map has lost all its OSDs")]),
        ("OSD flapping", [
            ("OSD_SLOW_PING_TIME_FRONT", "OSDs answer each other in time on the public network"),
            ("OSD_SLOW_PING_TIME_BACK", "OSDs answer each other in time on the cluster network")]),
        ("Storage nearly full", [
            ("OSD_NEARFULL", "No OSD is nearly full"),
            ("OSD_BACKFILLFULL", "No OSD is too full to be moved to"),
            ("OSD_FULL", "No OSD is full"),
            ("POOL_NEARFULL", "No pool lies on an OSD that is nearly full"),
            ("POOL_BACKFILLFULL", "No pool lies on an OSD that is too full to be moved to"),
            ("PG_BACKFILL_FULL", "No move of data waits for space"),
            ("MON_DISK_LOW", "The monitors' disks have space"),
            ("MON_DISK_CRIT", "The monitors' disks are not nearly full"),
            ("MON_DISK_BIG", "The monitors' stores are not large")]),
        ("Pool full", [
            ("POOL_FULL", "No pool is full"),
            ("POOL_NEAR_FULL", "No pool is near its quota")]),
        ("Placement group damaged", [
            ("PG_DAMAGED", "No placement group is damaged"),
            ("OSD_SCRUB_ERRORS", "Scrubs found no copies that differ"),
            ("PG_NOT_SCRUBBED", "Placement groups are scrubbed in time"),
            ("PG_NOT_DEEP_SCRUBBED", "Placement groups are deep-scrubbed in time"),
            ("OSD_TOO_MANY_REPAIRS", "No OSD has had many reads repaired")]),
        ("Objects unfound", [
            ("OBJECT_UNFOUND", "Every object has a copy that can be found")]),
        ("Placement groups degraded", [
            ("PG_DEGRADED", "Everything has all its copies"),
            ("PG_AVAILABILITY", "Every placement group serves its clients"),
            ("PG_RECOVERY_FULL", "No recovery waits for space")]),
        ("Monitor out of quorum", [
            ("MON_DOWN", "Every monitor is in quorum")]),
        ("Clock skew", [
            ("MON_CLOCK_SKEW", "The monitors' clocks agree")]),
        ("Slow operations", [
            ("SLOW_OPS", "No operation is blocked"),
            ("BLUESTORE_SLOW_OP_ALERT", "No disk of an OSD is slow")]),
        ("Flag left set", [
            ("OSDMAP_FLAGS", "No flag is set on the cluster"),
            ("OSD_FLAGS", "No flag is set on an OSD, a host or a device class")]),
        ("Daemon crashed", [
            ("RECENT_CRASH", "No daemon has crashed lately"),
            ("RECENT_MGR_MODULE_CRASH", "No module of the manager has crashed lately")]),
        ("Manager down", [
            ("MGR_DOWN", "A manager is active"),
            ("MGR_MODULE_DEPENDENCY", "The manager's modules find what they need"),
            ("MGR_MODULE_ERROR", "The manager's modules work")]),
        ("Pool at risk", [
            ("POOL_NO_REDUNDANCY", "Every pool has replicas"),
            ("POOL_APP_NOT_ENABLED", "Every pool says what uses it"),
            ("POOL_TOO_FEW_PGS", "No pool has too few placement groups"),
            ("POOL_TOO_MANY_PGS", "No pool has too many placement groups"),
            ("TOO_MANY_PGS", "No OSD has too many placement groups")]),
        ("Versions differ", [
            ("DAEMON_OLD_VERSION", "No daemon has run an old version for long")]),
    ];

    /// <summary>Each known code's check, in the order of the symptoms.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } =
        [.. s_bySymptom.SelectMany(s => s.Codes.Select(c => new CheckInfo("CEPH." + c.Code, c.Title, CephNaming.Runbook, s.Symptom)))];

    private static readonly HashSet<string> s_known = [.. All.Select(c => c.Id["CEPH.".Length..])];

    /// <summary>Whether a code has a check of its own.</summary>
    public static bool IsKnown(string code) => s_known.Contains(code);
}
