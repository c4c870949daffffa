using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Runbooks.Runs;

/// <summary>The one gate that every text of a journal passes: what is a secret of its run, or looks like one, does not get through.</summary>
internal sealed class PlainTextConverter(RunSecrets secrets) : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(secrets.Hide(value));
}
