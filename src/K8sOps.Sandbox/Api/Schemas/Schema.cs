using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>
/// What a type of the API is made of: of a built-in kind from <c>built-in.json</c>, of a custom resource from its definition. Never changed
/// once it is made; types may contain themselves, so the fields are resolved when they are first asked for.
/// </summary>
internal sealed record Schema
{
    private static readonly Dictionary<string, Schema> None = [];
    private IReadOnlyDictionary<string, Schema>? _fields;

    /// <summary>A schema that says nothing.</summary>
    public static Schema Any { get; } = new() { Type = SchemaType.Any };

    public required SchemaType Type { get; init; }

    /// <summary>The type's name in <c>built-in.json</c>, such as <c>core.v1.Container</c>; null for plain values, and in custom resources.</summary>
    public string? TypeName { get; init; }

    /// <summary>OpenAPI's format (<c>int32</c>, <c>date-time</c>); null when there is none.</summary>
    public string? Format { get; init; }

    /// <summary>The fields of an object, by name.</summary>
    public IReadOnlyDictionary<string, Schema> Fields => _fields ??= FieldSource?.Invoke() ?? None;

    public Func<IReadOnlyDictionary<string, Schema>>? FieldSource { get; init; }

    /// <summary>What a list's elements are.</summary>
    public Schema? Items { get; init; }

    /// <summary>What the values under any key are (<c>additionalProperties</c>).</summary>
    public Schema? Values { get; init; }

    public ListType ListType { get; init; }

    /// <summary>What tells the elements of a <see cref="ListType.Map"/> apart.</summary>
    public IReadOnlyList<string> ListKeys { get; init; } = [];

    /// <summary>An object that is owned as a whole (<c>x-kubernetes-map-type: atomic</c>).</summary>
    public bool IsAtomic { get; init; }

    /// <summary>By what a strategic merge patch merges the elements of a list; null when it does not.</summary>
    public string? MergeKey { get; init; }

    /// <summary>A strategic merge patch merges this list; one of plain values has no <see cref="MergeKey"/>.</summary>
    public bool IsMerged { get; init; }

    /// <summary>A strategic merge patch may name the fields to be kept (<c>$retainKeys</c>).</summary>
    public bool RetainsKeys { get; init; }

    /// <summary>Fields that an object must have.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Always there in a built-in object, even when nobody set anything in it (a struct in Go's types, no pointer).</summary>
    public bool IsAlwaysThere { get; init; }

    public JsonNode? Default { get; init; }

    /// <summary>The values that are allowed; empty when all are.</summary>
    public IReadOnlyList<string> Enum { get; init; } = [];

    /// <summary>May be null without being taken for absent (custom resources).</summary>
    public bool IsNullable { get; init; }

    /// <summary>Unknown fields are kept (custom resources).</summary>
    public bool KeepsUnknown { get; init; }

    /// <summary>A whole object with apiVersion, kind and metadata of its own (custom resources).</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>The schema as a definition writes it, for rules such as <c>pattern</c> and <c>oneOf</c>; null for built-in types.</summary>
    public JsonObject? Rules { get; init; }

    /// <summary>The schema of a field, or of the value under a key; null when there is none.</summary>
    public Schema? Field(string name) => Fields.TryGetValue(name, out var field) ? field : Values;
}
