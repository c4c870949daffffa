using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Flux's CustomResourceDefinitions, as every world has them; <c>Update-Definitions.ps1</c> writes the file.</summary>
internal static class FluxDefinitions
{
    /// <summary>The definitions, each as it would be applied; every call reads them anew.</summary>
    public static IReadOnlyList<JsonObject> Read()
    {
        using var file = typeof(FluxDefinitions).Assembly.GetManifestResourceStream("Simulators/Flux/definitions.json")!;
        var definitions = JsonNode.Parse(file)!.AsArray().OfType<JsonObject>().ToList();
        foreach (var definition in definitions) definition.Parent!.AsArray().Remove(definition);
        return definitions;
    }
}
