namespace K8sOps.Runbooks.Running;

/// <summary>Runs blocks of PowerShell, on the calling thread, in a session of the run's own.</summary>
public interface IBlockEngine : IDisposable
{
    /// <summary>Runs a block to its end, in a scope of its own. A stop ends it, and is awaited; afterwards the next block can run.</summary>
    BlockResult Invoke(BlockCall call, CancellationToken stop);
}
