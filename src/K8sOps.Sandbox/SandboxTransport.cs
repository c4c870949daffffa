using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>The way to a world's API server: in memory, with the answers that a real one would give.</summary>
internal sealed class SandboxTransport(ApiServer server) : IClusterTransport
{
    public async Task<KubeResponse> SendAsync(KubeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        // As over a network, a caller goes on only once it has been answered, and never inside of the server.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return server.Handle(request);
    }

    public async Task<KubeUpgrade> UpgradeAsync(KubeRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(protocols);
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return server.Upgrade(request, protocols);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
