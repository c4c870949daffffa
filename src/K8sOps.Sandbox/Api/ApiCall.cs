using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>A request, taken apart.</summary>
internal sealed class ApiCall
{
    private readonly Dictionary<string, string> _query = new(StringComparer.Ordinal);

    public ApiCall(KubeRequest request)
    {
        Request = request;
        var parts = request.PathAndQuery.Split('?', 2);
        Path = parts[0];
        Segments = [.. parts[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        if (parts.Length < 2) return;
        foreach (var pair in parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? pair : pair[..at];
            _query[Decode(name)] = at < 0 ? "" : Decode(pair[(at + 1)..]);
        }
    }

    public KubeRequest Request { get; }

    public string Method => Request.Method.Method;

    public string Path { get; }

    public IReadOnlyList<string> Segments { get; }

    public bool IsDryRun => Query("dryRun") is { Length: > 0 };

    public bool IsWatch => Query("watch") is "true" or "1" or "True";

    public string? Query(string name) => _query.GetValueOrDefault(name);

    /// <summary>Every value that the query gives a name, in order.</summary>
    public IReadOnlyList<string> QueryAll(string name)
    {
        var at = Request.PathAndQuery.IndexOf('?', StringComparison.Ordinal);
        if (at < 0) return [];
        return
        [
            .. Request.PathAndQuery[(at + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(static pair => pair.Split('=', 2))
                .Where(pair => Decode(pair[0]) == name)
                .Select(static pair => pair.Length < 2 ? "" : Decode(pair[1])),
        ];
    }

    /// <summary>Whether the query turns something on.</summary>
    public bool IsSet(string name) => Query(name) is not (null or "false" or "0" or "f" or "F" or "False" or "FALSE");

    /// <summary>A whole number of the query; null when it is not there or is none.</summary>
    public int? Number(string name) =>
        int.TryParse(Query(name), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What the answer warns of, in its <c>Warning</c> headers.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Fields that the body has twice; the last of them counts.</summary>
    public IReadOnlyList<string> DuplicateFields { get; private set; } = [];

    /// <summary>The body; null when there is none.</summary>
    /// <exception cref="ApiException">400: it is not what it says that it is; 415: that is neither JSON nor Kubernetes' protobuf.</exception>
    public JsonNode? Body()
    {
        if (Request.Body.IsEmpty) return null;
        var type = (Request.ContentType ?? "application/json").Split(';')[0].Trim();
        if (type == ProtobufBody.MediaType) return ProtobufBody.Decode(Request.Body.Span);
        if (!type.EndsWith("json", StringComparison.Ordinal)) throw ApiException.Unsupported(type, $"application/json, {ProtobufBody.MediaType}");
        try
        {
            var (body, duplicates) = JsonBody.Read(Request.Body);
            DuplicateFields = duplicates;
            return body;
        }
        catch (JsonException error)
        {
            throw ApiException.BadRequest($"the object provided is unrecognized (must be of type json): {error.Message}");
        }
    }

    /// <summary>The body as an object.</summary>
    public JsonObject BodyObject() => Body() as JsonObject ?? throw ApiException.BadRequest("the request body must be an object");

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
