using System.Text.Json.Serialization;

namespace K8sOps.Flux.Wire;

/// <summary>How the wire shapes of this folder are read, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FluxObjectWire))]
[JsonSerializable(typeof(HelmReleaseWire))]
[JsonSerializable(typeof(FluxControllerWire))]
[JsonSerializable(typeof(FluxDefinitionWire))]
internal sealed partial class FluxWire : JsonSerializerContext;

/// <summary>A Flux object of any kind: the fields that tell its state, its source and its past. Each kind sets its own of them.</summary>
internal sealed class FluxObjectWire
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public FluxMetadataWire Metadata { get; set; } = new();

    public FluxSpecWire Spec { get; set; } = new();

    public FluxStatusWire Status { get; set; } = new();
}

internal sealed class FluxMetadataWire
{
    public string Name { get; set; } = "";

    public string Namespace { get; set; } = "";

    public string? Uid { get; set; }

    public long Generation { get; set; }

    public DateTimeOffset? CreationTimestamp { get; set; }

    public DateTimeOffset? DeletionTimestamp { get; set; }

    public Dictionary<string, string>? Labels { get; set; }

    public Dictionary<string, string>? Annotations { get; set; }

    [JsonConverter(typeof(FluxWritersConverter))]
    [JsonPropertyName("managedFields")]
    public FluxWriters? Writers { get; set; }
}

internal sealed class FluxReferenceWire
{
    public string? Kind { get; set; }

    public string? Name { get; set; }

    public string? Namespace { get; set; }

    /// <summary>Of a dependency: a CEL expression that is judged instead of its readiness.</summary>
    public string? ReadyExpr { get; set; }
}
