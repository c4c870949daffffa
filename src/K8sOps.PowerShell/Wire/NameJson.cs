using System.Text.Json.Serialization;

namespace K8sOps.Wire;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NamedObject))]
internal sealed partial class NameJson : JsonSerializerContext;
