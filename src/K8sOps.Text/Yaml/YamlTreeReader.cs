using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace K8sOps.Text;

/// <summary>Reads documents off a parser's events into JSON nodes.</summary>
internal sealed class YamlTreeReader
{
    // Far above any manifest, far below what would exhaust the stack or the memory (a "billion laughs" of anchors).
    private const int MaxDepth = 500;
    private const int MaxNodes = 5_000_000;

    private readonly Parser _parser;
    private readonly Dictionary<string, JsonNode?> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _nodes;

    public YamlTreeReader(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Where what was read last begins.</summary>
    public Mark Reached => _parser.Current?.Start ?? new Mark(0, 1, 1);

    public IEnumerable<JsonNode?> Documents()
    {
        _parser.Consume<StreamStart>();
        while (!_parser.TryConsume<StreamEnd>(out _))
        {
            _parser.Consume<DocumentStart>();
            _anchors.Clear();
            yield return Node(0);
            _parser.Consume<DocumentEnd>();
        }
    }

    private JsonNode? Node(int depth)
    {
        var current = _parser.Current ?? throw new YamlFormatException("the text ends too early", 1, 1);
        if (depth > MaxDepth) throw Fail(current, $"more than {MaxDepth} levels of nesting");
        if (++_nodes > MaxNodes) throw Fail(current, $"more than {MaxNodes} values");
        switch (current)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                return Resolve(alias);
            case Scalar scalar:
                _parser.MoveNext();
                return Remember(scalar, Value(scalar));
            case SequenceStart start:
                _parser.MoveNext();
                return Within(start, () => Sequence(depth));
            case MappingStart start:
                _parser.MoveNext();
                return Within(start, () => Mapping(depth));
            default:
                throw Fail(current, "a value was expected");
        }
    }

    private JsonNode? Within(NodeEvent start, Func<JsonNode?> read)
    {
        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null) _open.Add(anchor);
        var node = read();
        if (anchor is not null) _open.Remove(anchor);
        return Remember(start, node);
    }

    private JsonArray Sequence(int depth)
    {
        var array = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _)) array.Add(Node(depth + 1));
        return array;
    }

    private JsonObject Mapping(int depth)
    {
        var result = new JsonObject();
        var own = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!;
            if (at is Scalar { Value: "<<", Style: ScalarStyle.Plain })
            {
                _parser.MoveNext();
                Merge(result, own, Node(depth + 1), at);
                continue;
            }

            var key = Key(at, depth);
            own.Add(key);

            // A key that is there twice counts as it was said last, as kubectl has it.
            result[key] = Node(depth + 1);
        }

        return result;
    }

    private string Key(ParsingEvent at, int depth)
    {
        if (at is Scalar scalar)
        {
            _parser.MoveNext();
            Remember(scalar, JsonValue.Create(scalar.Value));
            return scalar.Value;
        }

        if (at is AnchorAlias && Node(depth + 1) is JsonValue value) return value.ToString();
        throw Fail(at, "a key must be a plain word or a string");
    }

    private static void Merge(JsonObject target, HashSet<string> own, JsonNode? source, ParsingEvent at)
    {
        switch (source)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    if (!own.Contains(key) && !target.ContainsKey(key)) target[key] = value?.DeepClone();
                }

                break;
            case JsonArray maps when maps.All(m => m is JsonObject):
                foreach (var map in maps) Merge(target, own, map, at);
                break;
            default:
                throw Fail(at, "'<<' merges mappings only");
        }
    }

    private JsonNode? Resolve(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (_open.Contains(name)) throw Fail(alias, $"'*{name}' contains itself");
        if (!_anchors.TryGetValue(name, out var node)) throw Fail(alias, $"'*{name}' names no anchor");
        _nodes += Count(node);
        if (_nodes > MaxNodes) throw Fail(alias, $"more than {MaxNodes} values, most of them repeated by '*{name}'");
        return node?.DeepClone();
    }

    private JsonNode? Remember(NodeEvent at, JsonNode? node)
    {
        if (!at.Anchor.IsEmpty) _anchors[at.Anchor.Value] = node?.DeepClone();
        return node;
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Sum(p => Count(p.Value)),
        JsonArray list => 1 + list.Sum(Count),
        _ => 1,
    };

    private static JsonNode? Value(Scalar scalar)
    {
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        var typed = tag is "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null";
        if (!typed && (tag is not null || scalar.Style != ScalarStyle.Plain)) return JsonValue.Create(scalar.Value);
        try
        {
            var json = YamlScalars.Resolve(scalar.Value);
            if (json is not null) return json == "null" ? null : JsonNode.Parse(json);
        }
        catch (NotFiniteNumberException e)
        {
            throw new YamlFormatException(e.Message, (int)scalar.Start.Line, (int)scalar.Start.Column, e);
        }

        return typed ? throw Fail(scalar, $"'{scalar.Value}' is not what its tag says") : JsonValue.Create(scalar.Value);
    }

    private static YamlFormatException Fail(ParsingEvent at, string message)
        => new(message, (int)at.Start.Line, (int)at.Start.Column);
}
