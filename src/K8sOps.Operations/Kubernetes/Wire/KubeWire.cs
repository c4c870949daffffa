using System.Text.Json;
using System.Text.Json.Serialization;

namespace K8sOps.Kube.Wire;

/// <summary>How the wire shapes of this folder are read, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PodWire))]
[JsonSerializable(typeof(NodeWire))]
[JsonSerializable(typeof(EventWire))]
[JsonSerializable(typeof(WorkloadWire))]
[JsonSerializable(typeof(ClaimWire))]
[JsonSerializable(typeof(StorageClassWire))]
[JsonSerializable(typeof(JobWire))]
[JsonSerializable(typeof(NamespaceWire))]
[JsonSerializable(typeof(NamespaceStateWire))]
[JsonSerializable(typeof(BudgetWire))]
[JsonSerializable(typeof(ScenarioWire))]
[JsonSerializable(typeof(ClockWire))]
internal sealed partial class KubeWire : JsonSerializerContext;

/// <summary>Anything of which only the metadata matters.</summary>
internal sealed class NamespaceWire
{
    public MetadataWire Metadata { get; set; } = new();
}
