using K8sOps.Ceph;

namespace K8sOps.Completers;

/// <summary>Completes ids of the gates that a command of Ceph's asks, or that the commands of a run may ask.</summary>
public sealed class CephGateCompleter : NameCompleter
{
    private static readonly Completion s_osds = new(CephGates.OkToStop, "no placement group would be without service");
    private static readonly Completion s_monitors = new(CephGates.MonitorOkToStop, "the other monitors are a quorum");
    private static readonly Completion[] s_pools =
    [
        new(CephGates.ResizeCapacity, "there is room for more copies"),
        new(CephGates.ResizePlaces, "there are enough hosts for the copies"),
        new(CephGates.ResizeQuota, "the pool is not full at once"),
    ];

    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => request.Command switch
    {
        "Resize-CephPool" => s_pools,
        "Restart-CephDaemon" => [s_monitors, s_osds],
        "Invoke-Runbook" or "Invoke-RunbookStep" or "Resume-RunbookRun" => [s_monitors, s_osds, .. s_pools],
        _ => [s_osds],
    };
}
