using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// One version of one object, never changed: its bytes, written once, and what selectors and watches ask of it, read once.
/// </summary>
internal sealed class StoredObject
{
    public static readonly JsonSerializerOptions Wire = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonObject? _body;
    private byte[]? _json;

    public StoredObject(ServedKind kind, JsonObject body, JsonObject? applied = null)
    {
        Kind = kind;
        Applied = applied;
        _body = body;
        var metadata = body["metadata"] as JsonObject ?? [];
        Namespace = (string?)metadata["namespace"] ?? "";
        Name = (string?)metadata["name"] ?? "";
        Uid = (string?)metadata["uid"] ?? "";
        ResourceVersion = long.TryParse((string?)metadata["resourceVersion"], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
        Labels = metadata["labels"] is JsonObject labels ? [.. labels.Select(static pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString() ?? ""))] : [];
        Fields = kind.Fields.Count == 0 ? [] : [.. kind.Fields.Select(path => JsonPaths.Text(body, path))];
    }

    /// <summary>An object of which only the bytes are kept.</summary>
    public StoredObject(ServedKind kind, JsonObject body, bool bytesOnly)
        : this(kind, body)
    {
        if (!bytesOnly) return;
        _json = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(body, Wire);
        _body = null;
    }

    public ServedKind Kind { get; }

    /// <summary>What Flux applied of a world's object in the beginning; null for all others.</summary>
    public JsonObject? Applied { get; }

    /// <summary>Empty for kinds that live in no namespace.</summary>
    public string Namespace { get; }

    public string Name { get; }

    public string Uid { get; }

    public long ResourceVersion { get; }

    /// <summary>The object as it goes over the wire, UTF-8; written when it is first asked for, since many versions never are.</summary>
    public byte[] Json => _json ??= Write();

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; }

    /// <summary>Values of the kind's selectable fields, in their order.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>The object; shared, so it is only read.</summary>
    public JsonObject Body => _body ?? JsonNode.Parse(Json)!.AsObject();

    /// <summary>
    /// The object as an item of a list, without its opening brace: of built-in kinds an API server leaves out apiVersion and kind there.
    /// </summary>
    public ReadOnlyMemory<byte> Item => Json.AsMemory(PrefixOf(Kind, Json));

    /// <summary>The object as another version of its kind serves it.</summary>
    public StoredObject As(ServedKind kind)
    {
        if (ReferenceEquals(kind, Kind)) return this;
        var body = WorldStore.Copy(Body);
        body["apiVersion"] = kind.Resource.ApiVersion;
        return new StoredObject(kind, body, Applied);
    }

    public string? Label(string key)
    {
        foreach (var label in Labels)
        {
            if (label.Key == key) return label.Value;
        }

        return null;
    }

    /// <summary>Who owns which of its fields.</summary>
    public IReadOnlyList<FieldManager> Managers => WorldOwnership.Of(Kind, Body, Applied);

    /// <summary>The object as it goes over the wire: with the managers that are worked out; a copy of its own.</summary>
    public JsonObject Shown => JsonNode.Parse(Json)!.AsObject();

    private byte[] Write()
    {
        var managers = Managers;
        if (managers.Count == 0) return JsonSerializer.SerializeToUtf8Bytes<JsonNode>(_body!, Wire);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Wire.Encoder }))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in _body!)
            {
                writer.WritePropertyName(key);
                if (key != "metadata" || value is not JsonObject metadata) Write(writer, value);
                else WriteMetadata(writer, metadata, managers);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonObject metadata, IReadOnlyList<FieldManager> managers)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in metadata)
        {
            if (key == "managedFields") continue;
            writer.WritePropertyName(key);
            Write(writer, value);
        }

        writer.WritePropertyName("managedFields");
        FieldManager.Write(managers).WriteTo(writer, Wire);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? value)
    {
        if (value is null) writer.WriteNullValue();
        else value.WriteTo(writer, Wire);
    }

    private static int PrefixOf(ServedKind kind, byte[] json)
    {
        if (kind.IsCustom) return 1;
        var prefix = kind.ItemPrefix;
        return json.AsSpan().StartsWith(prefix) ? prefix.Length : 1;
    }
}
