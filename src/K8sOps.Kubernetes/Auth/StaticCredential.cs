using System.Security.Cryptography.X509Certificates;

namespace K8sOps.Kubernetes;

/// <summary>A credential that stands in the kubeconfig, or none.</summary>
internal sealed class StaticCredential(string? authorization, X509Certificate2? certificate) : ICredential
{
    private readonly CredentialValue _value = new(authorization, certificate);

    public ValueTask<CredentialValue> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_value);

    public bool Refused(CredentialValue refused) => false;
}
