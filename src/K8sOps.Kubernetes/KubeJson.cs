using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace K8sOps.Kubernetes;

/// <summary>How the wire's JSON becomes objects: names in camel case, unknown fields ignored.</summary>
public static class KubeJson
{
    /// <summary>Any object as a node tree; numbers keep their text.</summary>
    public static JsonTypeInfo<JsonObject> Object => KubeJsonContext.Default.JsonObject;

    /// <summary>Only the metadata of an object, whatever its kind (see <see cref="ListOptions.MetadataOnly"/>).</summary>
    public static JsonTypeInfo<PartialObject> Partial => KubeJsonContext.Default.PartialObject;

    internal static JsonTypeInfo<JsonNode> Node => KubeJsonContext.Default.JsonNode;
}
