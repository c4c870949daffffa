namespace K8sOps.Completers;

/// <summary>Completes ids of the gates that a command of Ceph's asks.</summary>
public sealed class CephGateCompleter : NameCompleter
{
    internal override IReadOnlyList<Completion> Known(CompletionRequest request) => request.Command switch
    {
        "Resize-CephPool" =>
        [
            new Completion("CEPH.RESIZE_CAPACITY", "there is room for more copies"),
            new Completion("CEPH.RESIZE_PLACES", "there are enough hosts for the copies"),
            new Completion("CEPH.RESIZE_QUOTA", "the pool is not full at once"),
        ],
        "Restart-CephDaemon" => [new Completion("CEPH.MON_OK_TO_STOP", "the other monitors are a quorum"), new Completion("CEPH.OK_TO_STOP", "no placement group would be without service")],
        _ => [new Completion("CEPH.OK_TO_STOP", "no placement group would be without service")],
    };
}
