using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Console.Views;

/// <summary>A file or folder that a command has written, as its path: its properties go round in circles, up to the root and back.</summary>
internal sealed class FilePathConverter : JsonConverter<FileSystemInfo>
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => typeof(FileSystemInfo).IsAssignableFrom(typeToConvert);

    /// <inheritdoc/>
    public override FileSystemInfo? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => throw new NotSupportedException("Records are written, and not read.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FileSystemInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.FullName);
}
