namespace K8sOps.Kubernetes;

/// <summary>A credential of the kubeconfig could not be had: a file is missing, or a credential plugin failed.</summary>
public sealed class KubeCredentialException : KubeException
{
    /// <summary>Creates the exception.</summary>
    public KubeCredentialException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The <c>installHint</c> of a credential plugin that is not installed, or null.</summary>
    public string? Hint { get; init; }
}
