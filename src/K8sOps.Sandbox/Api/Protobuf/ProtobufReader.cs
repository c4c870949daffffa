using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>Reads messages of protobuf into the JSON that Go would write for them.</summary>
internal static class ProtobufReader
{
    /// <summary>Adds the fields of a message to an object; fields that the table does not know are passed over, as an older server does.</summary>
    /// <param name="bytes">The fields.</param>
    /// <param name="message">What they mean.</param>
    /// <param name="into">The object to add to.</param>
    /// <param name="depth">How many objects and lists there are around the fields.</param>
    /// <exception cref="ApiException">400: the bytes are no such message.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, ProtobufMessage message, JsonObject into, int depth = 1)
    {
        if (depth > JsonBody.MaxDepth) throw ProtobufBody.Malformed($"it nests deeper than {JsonBody.MaxDepth}");
        var reader = new WireReader(bytes);
        while (reader.Next(out var number, out var value))
        {
            if (!message.Fields.TryGetValue(number, out var field)) continue;
            switch (field.Shape)
            {
                case ProtobufShape.List:
                    AddToList(value, field, List(into, field.Name!), depth + 1);
                    break;
                case ProtobufShape.Map:
                    AddToMap(value, field, into.Child(field.Name!), depth + 1);
                    break;
                default:
                    Set(value, field, into, depth);
                    break;
            }
        }
    }

    private static JsonArray List(JsonObject of, string name)
    {
        if (of[name] is JsonArray there) return there;
        var made = new JsonArray();
        of[name] = made;
        return made;
    }

    private static void Set(WireValue value, ProtobufField field, JsonObject into, int depth)
    {
        if (field.Name is not { } name)
        {
            Read(value.Bytes, field.Message!, into, depth);
        }
        else if (field.Message is { Alternatives: [] } message)
        {
            // A message that comes in pieces is put together.
            Read(value.Bytes, message, into.Child(name), depth + 1);
        }
        else
        {
            var node = Value(value, field, depth);
            if (node is null || (field.OmitsZero && value.IsZero)) into.Remove(name);
            else into[name] = node;
        }
    }

    private static void AddToList(WireValue value, ProtobufField field, JsonArray list, int depth)
    {
        if (value.Type == WireType.Bytes && field.Type is ProtobufFieldType.Int or ProtobufFieldType.Long)
        {
            // Numbers may come packed, many in one field.
            var packed = new WireReader(value.Bytes);
            while (!packed.IsAtEnd) list.Add(Value(new WireValue(WireType.Varint, packed.Varint(), default), field, depth));
            return;
        }

        list.Add(Value(value, field, depth));
    }

    private static void AddToMap(WireValue entry, ProtobufField field, JsonObject map, int depth)
    {
        var key = "";
        WireValue value = new(WireType.Bytes, 0, default);
        var reader = new WireReader(entry.Bytes);
        while (reader.Next(out var number, out var part))
        {
            if (number == 1) key = part.Text;
            else if (number == 2) value = part;
        }

        map[key] = Value(value, field, depth);
    }

    private static JsonNode? Value(WireValue value, ProtobufField field, int depth) =>
        field.Message is { } message ? MessageValue(value.Bytes, message, depth + 1) : ProtobufForms.Value(value, field.Type, JsonBody.MaxDepth - depth);

    private static JsonNode? MessageValue(ReadOnlySpan<byte> bytes, ProtobufMessage message, int depth)
    {
        var made = new JsonObject();
        Read(bytes, message, made, depth);
        if (message.Alternatives.Count == 0) return made;
        var first = message.Alternatives.FirstOrDefault(made.ContainsKey);
        if (first is null || made[first] is not { } node) return null;
        made.Remove(first);
        return node;
    }
}
