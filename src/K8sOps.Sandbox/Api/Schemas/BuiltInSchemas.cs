using System.Collections.Concurrent;
using System.Text.Json;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// The types of the kinds that Kubernetes itself serves: facts from its OpenAPI v3 documents, in a notation of our own
/// (<see cref="SchemaNotation"/>). Read when first asked for, each type by itself. Safe for many threads.
/// </summary>
internal static class BuiltInSchemas
{
    private static readonly Lazy<Dictionary<string, JsonElement>> Types = new(() => Read("types"));
    private static readonly Lazy<Dictionary<string, string>> KindTypes = new(() => Read("kinds").ToDictionary(static kind => kind.Key, static kind => kind.Value.GetString()!, StringComparer.Ordinal));
    private static readonly ConcurrentDictionary<string, Schema> Made = new(StringComparer.Ordinal);

    /// <summary>The metadata of every object.</summary>
    public static Schema ObjectMeta => Type("meta.v1.ObjectMeta");

    /// <summary>The schema of a kind; null when it is none of Kubernetes' own.</summary>
    public static Schema? Find(KubeResource resource) => Find(resource.ApiVersion, resource.Kind);

    /// <summary>The schema of a kind; null when it is none of Kubernetes' own.</summary>
    public static Schema? Find(string apiVersion, string kind) => KindTypes.Value.TryGetValue($"{apiVersion}/{kind}", out var type) ? Type(type) : null;

    /// <summary>A type by its name, such as <c>core.v1.PodSpec</c>.</summary>
    public static Schema Type(string name) => Made.GetOrAdd(name, static name =>
    {
        var fields = Types.Value.TryGetValue(name, out var type) ? type : throw new InvalidDataException($"built-in.json has no type '{name}'.");
        return new Schema
        {
            Type = SchemaType.Object,
            TypeName = name,
            IsAtomic = fields.TryGetProperty("$", out var mark) && mark.GetString() == "atomic",
            FieldSource = () => FieldsOf(name, fields),
        };
    });

    private static Dictionary<string, Schema> FieldsOf(string name, JsonElement type)
    {
        var fields = new Dictionary<string, Schema>(StringComparer.Ordinal);
        foreach (var field in type.EnumerateObject())
        {
            if (field.Name != "$") fields[field.Name] = SchemaNotation.Read(field.Value.GetString()!, Type);
        }

        return fields.Count > 0 ? fields : throw new InvalidDataException($"built-in.json: type '{name}' has no fields.");
    }

    private static Dictionary<string, JsonElement> Read(string part)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var file in (ReadOnlySpan<string>)["Api/Schemas/built-in.json", "Api/Schemas/further.json"])
        {
            using var stream = typeof(BuiltInSchemas).Assembly.GetManifestResourceStream(file) ?? throw new InvalidDataException($"The assembly has no {file}.");
            // Kept for good: the elements stay in use.
            foreach (var entry in JsonDocument.Parse(stream).RootElement.GetProperty(part).EnumerateObject()) all[entry.Name] = entry.Value;
        }

        return all;
    }
}
