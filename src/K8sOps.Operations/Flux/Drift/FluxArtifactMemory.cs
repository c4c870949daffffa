namespace K8sOps.Flux;

/// <summary>Keeps the artifact that was read last: most apps of a cluster are built from the same one.</summary>
internal sealed class FluxArtifactMemory
{
    private string? _digest;
    private byte[] _bytes = [];

    /// <summary>The bytes of an artifact, checked against its digest when they were read.</summary>
    /// <exception cref="OperationException">As for <see cref="FluxArtifact.ReadAsync"/>.</exception>
    public async Task<byte[]> ReadAsync(FluxArtifact artifact, Cluster cluster, CancellationToken cancellationToken)
    {
        if (artifact.DigestText is { } digest && digest == _digest) return _bytes;
        var bytes = await artifact.ReadAsync(cluster, cancellationToken).ConfigureAwait(false);
        (_digest, _bytes) = (artifact.DigestText, bytes);
        return bytes;
    }
}
