using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>What a HelmRelease's chart makes: rendered by Helm, and labelled by helm-controller.</summary>
internal static class HelmRendering
{
    /// <summary>The manifests of a release.</summary>
    /// <exception cref="InvalidDataException">A template asks for a value that there is not.</exception>
    public static IReadOnlyList<JsonObject> Of(ImmutableSortedDictionary<string, GitFile> files, JsonObject release, HelmOptions options, JsonObject values)
    {
        var manifests = ChartTemplates.Render(files, options.ReleaseName, options.ReleaseNamespace, values);
        foreach (var manifest in manifests)
        {
            var labels = manifest.Child("metadata").Child("labels");
            labels[ChartCatalog.NameLabel] = (string?)release["metadata"]!["name"];
            labels[ChartCatalog.NamespaceLabel] = (string?)release["metadata"]!["namespace"];
        }

        return manifests;
    }
}
