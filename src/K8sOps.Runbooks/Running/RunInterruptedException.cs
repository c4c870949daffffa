namespace K8sOps.Runbooks.Running;

/// <summary>Ctrl+C came: what was under way has been stopped and awaited.</summary>
internal sealed class RunInterruptedException : Exception
{
    public RunInterruptedException()
        : base("The run was interrupted.")
    {
    }
}
