namespace K8sOps.Kubernetes;

/// <summary>Anything that went wrong between us and an API server. The message is fit for an operator and holds no secret.</summary>
public abstract class KubeException : Exception
{
    /// <summary>Creates the exception.</summary>
    protected KubeException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
