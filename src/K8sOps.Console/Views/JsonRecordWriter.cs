using System.Text.Json;

namespace K8sOps.Console.Views;

/// <summary>One JSON array, whatever the number of objects, element by element.</summary>
internal sealed class JsonRecordWriter(TextWriter writer) : IRecordWriter
{
    private bool _any;

    public void Write(object? value)
    {
        writer.Write(_any ? ",\n" : "[\n");
        _any = true;
        var text = value is null ? "null" : JsonSerializer.Serialize(value, value.GetType(), RecordJson.Options);
        writer.Write("  " + text.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal));
    }

    public void Finish() => writer.WriteLine(_any ? "\n]" : "[]");
}
