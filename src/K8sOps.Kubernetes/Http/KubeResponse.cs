namespace K8sOps.Kubernetes;

/// <summary>A response of an API server: its head, and a body that is still to be read. Disposing it gives the connection back.</summary>
public sealed class KubeResponse : IAsyncDisposable
{
    private readonly IDisposable? _owner;

    /// <summary>Creates a response over <paramref name="body"/>; <paramref name="owner"/> is disposed with it.</summary>
    public KubeResponse(int statusCode, IReadOnlyDictionary<string, IReadOnlyList<string>> headers, Stream body, IDisposable? owner = null)
    {
        StatusCode = statusCode;
        Headers = headers;
        Body = body;
        _owner = owner;
    }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>Response and content headers; names are compared without case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Headers { get; }

    /// <summary>The body.</summary>
    public Stream Body { get; }

    /// <summary>True for 2xx.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>The first value of a header, or null.</summary>
    public string? Header(string name) => Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>Gives the connection back when the body was disposed of by another response around it.</summary>
    internal void DisposeOwner() => _owner?.Dispose();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync().ConfigureAwait(false);
        _owner?.Dispose();
    }
}
