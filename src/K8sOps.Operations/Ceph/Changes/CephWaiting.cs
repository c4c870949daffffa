namespace K8sOps.Ceph;

/// <summary>
/// Waits for a state of the cluster by looking at it now and then. A look that fails is one that comes later: the toolbox may move and a
/// monitor be away, of all things while OSDs are worked on. Only a missing permission ends the wait at once.
/// </summary>
internal sealed class CephWaiting(Cluster cluster, string ns)
{
    /// <summary>Looks until it is over, or the time is.</summary>
    /// <param name="read">Looks; it is handed a tool that finds its pod anew after a failure.</param>
    /// <param name="isOver">Judges what was seen; what it throws ends the wait.</param>
    /// <param name="timeout">How long at most.</param>
    /// <param name="pause">Between two looks.</param>
    /// <param name="context">Where failed looks are told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationException"><c>Forbidden</c> and <c>Unauthorized</c>, and what <paramref name="isOver"/> throws.</exception>
    public async Task<CephWait<T>> UntilAsync<T>(Func<CephTool, CancellationToken, Task<T>> read, Func<T, bool> isOver, TimeSpan timeout, TimeSpan pause, OperationContext context, CancellationToken cancellationToken)
        where T : class
    {
        var began = cluster.Clock.GetUtcNow();
        var tool = new CephTool(cluster, ns);
        T? last = null;
        OperationException? trouble = null;
        while (true)
        {
            try
            {
                last = await read(tool, cancellationToken).ConfigureAwait(false);
                trouble = null;
            }
            catch (OperationException e) when (e.Category is not (OperationCategory.PermissionDenied or OperationCategory.AuthenticationError))
            {
                if (trouble?.Message != e.Message) context.Sink.Note($"Not to be seen just now: {e.Message}");
                trouble = e;
                tool = new CephTool(cluster, ns);
            }

            if (trouble is null && isOver(last!)) return new CephWait<T>(true, last, null);
            var left = began + timeout - cluster.Clock.GetUtcNow();
            if (left <= TimeSpan.Zero) return new CephWait<T>(false, last, trouble);
            await Task.Delay(left < pause ? left : pause, cluster.Clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
