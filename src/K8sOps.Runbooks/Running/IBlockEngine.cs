namespace K8sOps.Runbooks.Running;

/// <summary>Runs blocks of PowerShell, on the calling thread, in a session of the run's own.</summary>
public interface IBlockEngine : IDisposable
{
    /// <summary>Opens the session that a block needs, so that what is wrong with it shows before anything is run.</summary>
    /// <exception cref="OperationException"><c>SessionFailed</c>.</exception>
    void Prepare(BlockCall call);

    /// <summary>Runs a block to its end, in a scope of its own. A stop ends it, and is awaited; afterwards the next block can run.</summary>
    BlockResult Invoke(BlockCall call, CancellationToken stop);
}
