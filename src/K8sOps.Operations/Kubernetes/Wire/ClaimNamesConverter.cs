using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Kube.Wire;

/// <summary>Reads from a pod's <c>volumes</c> the names of the persistent volume claims, and nothing else: most pods have none.</summary>
internal sealed class ClaimNamesConverter : JsonConverter<string[]>
{
    public override string[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("volumes is not an array");
        List<string>? names = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a volume is not an object");
            ReadVolume(ref reader, ref names);
        }

        return names?.ToArray();
    }

    public override void Write(Utf8JsonWriter writer, string[] value, JsonSerializerOptions options)
        => throw new NotSupportedException("A pod's volumes are only read.");

    private static void ReadVolume(ref Utf8JsonReader reader, ref List<string>? names)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isClaim = reader.ValueTextEquals("persistentVolumeClaim"u8);
            reader.Read();
            if (isClaim && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadClaim(ref reader, ref names);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadClaim(ref Utf8JsonReader reader, ref List<string>? names)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = reader.ValueTextEquals("claimName"u8);
            reader.Read();
            if (isName && reader.GetString() is { } name) (names ??= []).Add(name);
            else reader.Skip();
        }
    }
}
