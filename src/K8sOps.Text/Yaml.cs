using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace K8sOps.Text;

/// <summary>
/// YAML as JSON nodes and back. Plain scalars are read as Kubernetes reads them: YAML 1.2's core schema, and beyond it
/// <c>yes</c>/<c>on</c> as true, <c>0644</c> as octal, merge keys. Numbers keep their text, so that <c>1.0</c> stays <c>1.0</c>.
/// </summary>
public static class Yaml
{
    /// <summary>The first document of a text; null when it is empty.</summary>
    /// <exception cref="YamlFormatException">The text is no YAML, or nothing that JSON can hold.</exception>
    public static JsonNode? Parse(string text) => Read(text, onlyFirst: true).FirstOrDefault();

    /// <summary>All documents of a text; an empty one between two <c>---</c> is null.</summary>
    /// <exception cref="YamlFormatException">The text is no YAML, or nothing that JSON can hold.</exception>
    public static IReadOnlyList<JsonNode?> ParseAll(string text) => Read(text, onlyFirst: false);

    /// <summary>One document in block style, lines ended by LF; strings that any reader could take for something else are quoted.</summary>
    public static string Write(JsonNode? node) => YamlTreeWriter.Write(node);

    private static List<JsonNode?> Read(string text, bool onlyFirst)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith('\ufeff')) text = text[1..];
        var reader = new YamlTreeReader(text);
        try
        {
            var documents = reader.Documents();
            return [.. onlyFirst ? documents.Take(1) : documents];
        }
        catch (YamlException e)
        {
            throw new YamlFormatException(e.Message, (int)e.Start.Line, (int)e.Start.Column, e);
        }
        catch (InvalidOperationException e)
        {
            // YamlDotNet's scanner loses its way so where a flow mapping or sequence is not closed before the next key.
            throw new YamlFormatException("this, or what follows it, is not closed", (int)reader.Reached.Line, (int)reader.Reached.Column, e);
        }
    }
}
