using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Console.Views;

/// <summary>One YAML list.</summary>
internal sealed class YamlRecordWriter(TextWriter writer) : IRecordWriter
{
    private readonly JsonArray _all = [];

    public void Write(object? value) => _all.Add(RecordJson.ToNode(value));

    public void Finish()
    {
        var text = Yaml.Write(_all);
        writer.Write(text);
        if (!text.EndsWith('\n')) writer.WriteLine();
    }
}
