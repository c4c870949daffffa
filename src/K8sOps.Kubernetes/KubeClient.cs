using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using K8sOps.Kubernetes.Http;

namespace K8sOps.Kubernetes;

/// <summary>
/// The Kubernetes API, as objects. Safe for use by many threads at once. Errors are <see cref="KubeException"/>s.
/// </summary>
public sealed partial class KubeClient : IAsyncDisposable
{
    private const string PartialObjectAccept = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
    private const string PartialListAccept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private readonly IClusterTransport _transport;
    private readonly KubeClientOptions _options;
    private readonly RequestSender _sender;

    /// <summary>Creates a client over <paramref name="transport"/>, which it then owns.</summary>
    public KubeClient(IClusterTransport transport, KubeClientOptions options)
    {
        _transport = transport;
        _options = options;
        _sender = new RequestSender(transport, options) { GroupNotServed = group => Discovery!.Forget(group) };
        Discovery = new Discovery(_sender, options.Clock);
    }

    /// <summary>The clock for how long an answer may take: the machine's also where the cluster is a simulated world, whose time may jump.</summary>
    public TimeProvider NetworkClock => _options.NetworkClock ?? _options.Clock;

    /// <summary>What the server serves.</summary>
    public Discovery Discovery { get; }

    /// <summary>GET of one object.</summary>
    /// <exception cref="KubeApiException">The server refused; reason <c>NotFound</c> with <see cref="KubeApiException.HasStatus"/> when there is no such object.</exception>
    public async Task<T> GetAsync<T>(KubeResource resource, string? ns, string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var found = await GetAsync(resource, ns, name, cancellationToken).ConfigureAwait(false);
        if (found is T whole) return whole;
        try
        {
            return found.Deserialize(type) ?? throw KubeErrors.Malformed("it is empty");
        }
        catch (JsonException e)
        {
            throw KubeErrors.Malformed("it is not what its kind should be", e);
        }
    }

    /// <summary>GET of one object in full, as the server stores it.</summary>
    /// <exception cref="KubeApiException">As for the typed form.</exception>
    public async Task<JsonObject> GetAsync(KubeResource resource, string? ns, string name, CancellationToken cancellationToken)
    {
        var request = new KubeRequest { Method = HttpMethod.Get, PathAndQuery = resource.Path(ns, Required(name)) };
        var found = await ReadAsync(request, KubeJson.Object, cancellationToken).ConfigureAwait(false);
        // A gateway's {"error": …} with code 200 is no object without fields.
        return Is(found, o => o["metadata"] is JsonObject) ? found : throw KubeErrors.Malformed("it is no object: it has no metadata");
    }

    /// <summary>The server's version (<c>GET /version</c>, which needs no permission).</summary>
    public async Task<KubeVersion> ServerVersionAsync(CancellationToken cancellationToken)
    {
        var wire = await ReadAsync(new() { Method = HttpMethod.Get, PathAndQuery = "/version" }, KubeJsonContext.Default.VersionWire, cancellationToken).ConfigureAwait(false);
        return wire.GitVersion is { Length: > 0 } version
            ? new(version, wire.Major ?? "", wire.Minor ?? "", wire.Platform ?? "")
            : throw KubeErrors.Malformed("it names no version");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Discovery.Dispose();
        return _transport.DisposeAsync();
    }

    private async Task<T> ReadAsync<T>(KubeRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var response = await _sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using (response.ConfigureAwait(false))
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(response.Body, type, cancellationToken).ConfigureAwait(false)
                    ?? throw KubeErrors.Malformed("it is empty");
            }
            catch (JsonException e)
            {
                throw NotJson(response, e);
            }
        }
    }

    // Objects are taken apart when they are first looked into, and only then a name that stands twice is found.
    private static bool Is(JsonObject answer, Func<JsonObject, bool> rule)
    {
        try
        {
            return rule(answer);
        }
        catch (ArgumentException e)
        {
            throw KubeErrors.Malformed("a name stands twice in it", e);
        }
    }

    // The JSON reader's own message quotes no values, but its path can name keys of a Secret; the cause is kept for -Debug only.
    private static KubeConnectionException NotJson(KubeResponse response, JsonException e)
    {
        var type = response.Header("Content-Type") ?? "";
        return KubeErrors.Malformed(
            type.Contains("html", StringComparison.OrdinalIgnoreCase) ? "it is HTML, as a proxy sends it" : "it is not the JSON of such an object, or ends within it",
            e);
    }

    // Without a name the same path is the whole collection, and DELETE would empty it.
    private static string Required(string name)
        => string.IsNullOrEmpty(name) ? throw new ArgumentException("An object's name is needed.", nameof(name)) : name;
}
