using System.Security.Cryptography.X509Certificates;

namespace K8sOps.Kubernetes;

/// <summary>A credential for one request. Its text is never printed: the type has no such member.</summary>
internal sealed class CredentialValue(string? authorization, X509Certificate2? certificate)
{
    /// <summary>The <c>Authorization</c> header, or null.</summary>
    public string? Authorization { get; } = authorization;

    /// <summary>The client certificate with its key, or null.</summary>
    public X509Certificate2? Certificate { get; } = certificate;
}
