namespace K8sOps.Ceph.Checks;

/// <summary>Every check of Rook-Ceph, in the order in which their results come: Rook itself first, then what Ceph complains of, then what it does not say.</summary>
internal static class CephChecks
{
    public static IReadOnlyList<CephCheck> All { get; } =
    [
        new CephUnreachableCheck(),
        new CephToolboxCheck(),
        new CephClusterCheck(),
        new CephStatusAgeCheck(),
        new CephOperatorCheck(),
        new CephDriverCheck(),
        .. CephCodes.All.Select(info => new CephCodeCheck(info)),
        new CephCodeCheck(new CheckInfo("CEPH.OTHER", "Ceph complains of nothing else", CephNaming.Runbook, CephCodes.OtherSymptom)),
        new CephOsdOutCheck(),
        new CephFlappingCheck(),
        new CephMonitorSpreadCheck(),
        new CephOsdSpreadCheck(),
        new CephPoolCopiesCheck(),
        new CephHostLossCheck(),
        new CephVersionCheck(),
    ];
}
