namespace K8sOps.Ceph;

/// <summary>Asks Ceph whether an OSD may be stopped together with others: each alone may go where not all may.</summary>
internal static class CephOsdGates
{
    public static async Task<IReadOnlyList<CheckResult>> OkToStopAsync(Cluster cluster, CephTool tool, int id, IEnumerable<int> together, OperationContext context, CancellationToken cancellationToken)
    {
        var all = await new CephService(cluster, tool).TestOkToStopAsync([.. together.Append(id).Distinct()], context, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(r => r.TargetName == OsdMap.Name(id))];
    }
}
