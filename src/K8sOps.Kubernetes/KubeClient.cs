#pragma warning disable MA0025 // replaced within the day by its implementation
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace K8sOps.Kubernetes;

/// <summary>
/// The Kubernetes API, as objects. Safe for use by many threads at once. Errors are <see cref="KubeException"/>s.
/// </summary>
public sealed partial class KubeClient : IAsyncDisposable
{
    private readonly IClusterTransport _transport;
    private readonly KubeClientOptions _options;

    /// <summary>Creates a client over <paramref name="transport"/>, which it then owns.</summary>
    public KubeClient(IClusterTransport transport, KubeClientOptions options)
    {
        _transport = transport;
        _options = options;
    }

    /// <summary>GET of one object.</summary>
    public Task<T> GetAsync<T>(KubeResource resource, string? ns, string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>LIST, page by page, each object handed up as soon as it is read.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(KubeResource resource, ListOptions options, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>WATCH: starts with a list, then follows it; reconnects by itself and ends only when it cannot go on.</summary>
    public IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(KubeResource resource, ListOptions options, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>POST of a new object; returns it as the server made it.</summary>
    public Task<JsonObject> CreateAsync(KubeResource resource, string? ns, JsonObject body, WriteOptions options, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>Merge PATCH; returns the object as it now is.</summary>
    public Task<JsonObject> MergePatchAsync(KubeResource resource, string? ns, string name, JsonObject patch, WriteOptions options, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <summary>DELETE of one object.</summary>
    public Task DeleteAsync(KubeResource resource, string? ns, string name, DeleteOptions options, CancellationToken cancellationToken)
        => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();
}
