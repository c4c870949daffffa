using System.Collections.Immutable;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>A version of a chart, or a tag of a registry.</summary>
/// <param name="Name">The chart's name; of a registry the last part of its path.</param>
/// <param name="Version">The version, or tag.</param>
/// <param name="Since">When it was published.</param>
/// <param name="Files">What is in it, by path; of a chart, under a folder of its name.</param>
internal sealed record UpstreamPackage(string Name, string Version, DateTimeOffset Since, ImmutableSortedDictionary<string, GitFile> Files)
{
    /// <summary>Its digest, <c>sha256:…</c>.</summary>
    public string Digest => ArtifactArchive.Of(Files).Digest;

    /// <summary>The chart's metadata (<c>Chart.yaml</c>); of what is no chart, only name and version.</summary>
    public JsonObject Metadata => Chart(Files) ?? new JsonObject { ["name"] = Name, ["version"] = Version };

    /// <summary>The metadata of the chart that files are; null when they are none.</summary>
    public static JsonObject? Chart(ImmutableSortedDictionary<string, GitFile> files) =>
        files.FirstOrDefault(static file => file.Key.EndsWith("/Chart.yaml", StringComparison.Ordinal) && file.Key.AsSpan().Count('/') == 1).Value?.Manifests is [var first, ..] ? first : null;

    /// <summary>A version of a chart.</summary>
    /// <param name="metadata">Its metadata, with name and version.</param>
    /// <param name="values">Its default values.</param>
    /// <param name="templates">Its templates.</param>
    /// <param name="since">When it was published.</param>
    public static UpstreamPackage OfChart(JsonObject metadata, JsonObject values, IEnumerable<JsonObject> templates, DateTimeOffset since)
    {
        var name = metadata.Text("name") ?? "";
        var files = ImmutableSortedDictionary.CreateBuilder<string, GitFile>(StringComparer.Ordinal);
        files[$"{name}/Chart.yaml"] = new GitFile(metadata);
        files[$"{name}/values.yaml"] = new GitFile(values);
        foreach (var template in templates) files[$"{name}/templates/{GitTree.FileName(template).Replace(ChartTemplates.ReleaseName, "release", StringComparison.Ordinal)}"] = new GitFile(template);
        return new UpstreamPackage(name, metadata.Text("version") ?? "", since, files.ToImmutable());
    }
}
