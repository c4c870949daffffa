using System.Text.Json;

namespace K8sOps.Kubernetes.Reading;

/// <summary>What tells one object from another, read out of its JSON without making an object of it.</summary>
internal readonly record struct ObjectIdentity(string? Uid, string? Namespace, string? Name, string? ResourceVersion)
{
    /// <summary>The uid, or the full name of what has none.</summary>
    public string Key => Uid ?? $"{Namespace}/{Name}";

    /// <summary>Reads <c>metadata</c> of an object and nothing behind it.</summary>
    /// <exception cref="JsonException">The bytes are no JSON.</exception>
    public static ObjectIdentity Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject) return Metadata(ref reader);
            reader.Skip();
        }

        return default;
    }

    private static ObjectIdentity Metadata(ref Utf8JsonReader reader)
    {
        string? uid = null, ns = null, name = null, version = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.ValueTextEquals("uid"u8) ? 1
                : reader.ValueTextEquals("namespace"u8) ? 2
                : reader.ValueTextEquals("name"u8) ? 3
                : reader.ValueTextEquals("resourceVersion"u8) ? 4
                : 0;
            reader.Read();
            if (field == 0 || reader.TokenType != JsonTokenType.String)
            {
                reader.Skip();
                continue;
            }

            var value = reader.GetString();
            switch (field)
            {
                case 1: uid = value; break;
                case 2: ns = value; break;
                case 3: name = value; break;
                default: version = value; break;
            }

            // The rest of metadata (managedFields) is longer than all before it.
            if (uid is not null && ns is not null && name is not null && version is not null) break;
        }

        return new(uid, ns, name, version);
    }
}
