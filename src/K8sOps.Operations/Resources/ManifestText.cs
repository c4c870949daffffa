using System.Text.Json.Nodes;
using K8sOps.Text;

namespace K8sOps.Kube;

/// <summary>Writes objects as manifests.</summary>
public static class ManifestText
{
    /// <summary>The object as one YAML document, begun by <c>---</c> so that several make one file; without <c>managedFields</c>, as kubectl prints it.</summary>
    public static string Of(K8sResource resource)
    {
        var body = (JsonObject)ObjectTree.ToJson(resource.Object)!;
        (body["metadata"] as JsonObject)?.Remove("managedFields");
        return "---\n" + Yaml.Write(body).TrimEnd('\n');
    }
}
