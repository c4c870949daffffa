namespace K8sOps.Kubernetes;

/// <summary>A kubeconfig cannot be used as it stands. The message names the file, the entry and the fix.</summary>
public sealed class KubeConfigException : KubeException
{
    /// <summary>Creates the exception.</summary>
    public KubeConfigException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
