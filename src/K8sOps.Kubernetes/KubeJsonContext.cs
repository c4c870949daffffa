using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace K8sOps.Kubernetes;

/// <summary>The shapes that this library reads itself.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(PartialObject))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(Condition))]
[JsonSerializable(typeof(Wire.StatusWire))]
[JsonSerializable(typeof(Wire.VersionWire))]
[JsonSerializable(typeof(Wire.DeleteOptionsWire))]
[JsonSerializable(typeof(Wire.EvictionWire))]
[JsonSerializable(typeof(Wire.ApiGroupDiscoveryListWire))]
[JsonSerializable(typeof(Wire.ApiGroupListWire))]
[JsonSerializable(typeof(Wire.ApiVersionsWire))]
[JsonSerializable(typeof(Wire.ApiResourceListWire))]
internal sealed partial class KubeJsonContext : JsonSerializerContext;
