namespace K8sOps.Kubernetes;

/// <summary>Where a credential comes from.</summary>
internal interface ICredential
{
    /// <summary>The credential as it is now.</summary>
    /// <exception cref="KubeCredentialException">It cannot be had.</exception>
    ValueTask<CredentialValue> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server did not accept <paramref name="refused"/>. True when another may be had by asking again.</summary>
    bool Refused(CredentialValue refused);
}
