using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <summary>Rook's CustomResourceDefinitions, as the worlds that have Rook have them; <c>Update-Definitions.ps1</c> writes the file.</summary>
internal static class CephDefinitions
{
    /// <summary>The definitions, each as it would be applied; every call reads them anew.</summary>
    public static IReadOnlyList<JsonObject> Read()
    {
        using var file = typeof(CephDefinitions).Assembly.GetManifestResourceStream("Simulators/Ceph/definitions.json")!;
        var definitions = JsonNode.Parse(file)!.AsArray().OfType<JsonObject>().ToList();
        foreach (var definition in definitions) definition.Parent!.AsArray().Remove(definition);
        return definitions;
    }
}
