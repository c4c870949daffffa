using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// The notation of <c>built-in.json</c>: a type, then attributes, with spaces between. Types: <c>string int32 int64 double bool bytes time
/// microtime quantity int-or-string object any</c>, the name of another type, and <c>[]T</c> (list) and <c>{}T</c> (map). Attributes:
/// <c>required</c>, <c>struct</c> (always there), <c>atomic</c>, <c>set</c>, <c>keys=a,b</c>, <c>merge</c> or <c>merge=key</c>,
/// <c>retainKeys</c>, <c>default=x</c>, <c>enum=a|b</c>. A list that says neither set nor keys is atomic.
/// </summary>
internal static class SchemaNotation
{
    /// <summary>Reads a field.</summary>
    /// <param name="text">The notation.</param>
    /// <param name="named">Finds another type by its name.</param>
    public static Schema Read(string text, Func<string, Schema> named)
    {
        var parts = text.Split(' ');
        var schema = Type(parts[0], named);
        foreach (var part in parts.AsSpan(1))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            schema = at < 0 ? Mark(schema, part) : Mark(schema, part[..at], part[(at + 1)..]);
        }

        return schema;
    }

    private static Schema Type(string name, Func<string, Schema> named)
    {
        if (name.StartsWith("[]", StringComparison.Ordinal)) return new Schema { Type = SchemaType.Array, Items = Type(name[2..], named) };
        if (name.StartsWith("{}", StringComparison.Ordinal)) return new Schema { Type = SchemaType.Object, Values = Type(name[2..], named) };
        return name switch
        {
            "string" => new Schema { Type = SchemaType.String },
            "int32" or "int64" => new Schema { Type = SchemaType.Integer, Format = name },
            "int" => new Schema { Type = SchemaType.Integer },
            "double" => new Schema { Type = SchemaType.Number, Format = "double" },
            "bool" => new Schema { Type = SchemaType.Boolean },
            "bytes" => new Schema { Type = SchemaType.String, Format = "byte" },
            "time" => new Schema { Type = SchemaType.String, Format = "date-time", TypeName = "meta.v1.Time" },
            "microtime" => new Schema { Type = SchemaType.String, Format = "date-time", TypeName = "meta.v1.MicroTime" },
            "quantity" => new Schema { Type = SchemaType.Quantity },
            "int-or-string" => new Schema { Type = SchemaType.IntOrString },
            "object" => new Schema { Type = SchemaType.Object, KeepsUnknown = true },
            "any" => Schema.Any,
            _ => named(name),
        };
    }

    private static Schema Mark(Schema schema, string mark) => mark switch
    {
        "required" => schema with { IsRequired = true },
        "struct" => schema with { IsAlwaysThere = true },
        "atomic" => schema with { IsAtomic = true },
        "set" => schema with { ListType = ListType.Set },
        "merge" => schema with { IsMerged = true },
        "retainKeys" => schema with { RetainsKeys = true },
        _ => throw new InvalidDataException($"built-in.json: no attribute '{mark}' is known."),
    };

    private static Schema Mark(Schema schema, string mark, string value) => mark switch
    {
        "keys" => schema with { ListType = ListType.Map, ListKeys = value.Split(',') },
        "merge" => schema with { IsMerged = true, MergeKey = value },
        "default" => schema with { Default = schema.Type is SchemaType.Integer ? JsonNode.Parse(value) : value },
        "enum" when schema.Items is { } items => schema with { Items = items with { Enum = value.Split('|') } },
        "enum" => schema with { Enum = value.Split('|') },
        _ => throw new InvalidDataException($"built-in.json: no attribute '{mark}' is known."),
    };
}
