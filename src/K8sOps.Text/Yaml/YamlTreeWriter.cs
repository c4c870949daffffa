using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace K8sOps.Text;

/// <summary>Writes JSON nodes as block YAML in the way kubectl prints it.</summary>
internal static class YamlTreeWriter
{
    public static string Write(JsonNode? node)
    {
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());

        // The emitter ends a bare scalar with "..."; the text is a document either way.
        var written = text.ToString();
        return written.EndsWith("\n...\n", StringComparison.Ordinal) ? written[..^4] : written;
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case null:
                emitter.Emit(Plain("null"));
                break;
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    emitter.Emit(String(key, isKey: true));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list) Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(node.GetValueKind() == JsonValueKind.String ? String(node.GetValue<string>(), isKey: false) : Plain(node.ToJsonString()));
                break;
        }
    }

    private static Scalar String(string value, bool isKey)
    {
        if (YamlScalars.IsPlainString(value)) return Plain(value);
        var style = !isKey && IsLiteral(value) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        return new Scalar(AnchorName.Empty, TagName.Empty, value, style, isPlainImplicit: false, isQuotedImplicit: true);
    }

    private static Scalar Plain(string text)
        => new(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false);

    // Block text only where every reader gives the same string back: no control characters, no outer blanks that an
    // indentation indicator would have to save, no lines of blanks.
    private static bool IsLiteral(string value)
    {
        if (!value.Contains('\n', StringComparison.Ordinal) || value.EndsWith("\n\n", StringComparison.Ordinal)) return false;
        foreach (var c in value)
        {
            if (c != '\n' && c is < ' ' or (> '~' and < '\u00a1') or '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(c) || c > '\ufffd') return false;
        }

        var lines = value.Split('\n');
        return lines[0].Length > 0 && lines[0][0] != ' ' && lines.All(l => l.Length == 0 || l.AsSpan().TrimEnd(' ').Length == l.Length);
    }
}
