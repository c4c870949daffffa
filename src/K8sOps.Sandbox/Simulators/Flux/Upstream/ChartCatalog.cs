using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Worlds;
using K8sOps.Text;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// The charts that stand outside a world (<c>charts.yaml</c>). A chart that a HelmRelease of the world uses has as templates what the
/// world's manifests say that it made: those with the release's labels. Later and earlier versions differ from it by their app's version.
/// </summary>
internal static class ChartCatalog
{
    public const string NameLabel = "helm.toolkit.fluxcd.io/name";
    public const string NamespaceLabel = "helm.toolkit.fluxcd.io/namespace";

    private static readonly Lazy<IReadOnlyList<JsonObject>> Places = new(static () =>
    {
        using var reader = new StreamReader(typeof(ChartCatalog).Assembly.GetManifestResourceStream("Simulators/Flux/Upstream/charts.yaml")!);
        return [.. Yaml.Parse(reader.ReadToEnd())!.AsArray().OfType<JsonObject>()];
    });

    // Charts are the same in every world of a name but for the times at which they were published.
    private static readonly ConcurrentDictionary<string, IReadOnlyList<(string Url, UpstreamPackage Package, TimeSpan Age)>> Made = new();

    /// <summary>The places that a world's charts come from.</summary>
    /// <param name="world">The world's name.</param>
    /// <param name="start">The world's start.</param>
    public static IEnumerable<PackageUpstream> Of(string world, DateTimeOffset start)
    {
        var places = Places.Value.SelectMany(static place => place.Texts("urls")).Select(static url => new PackageUpstream(url)).ToDictionary(static place => place.Url, StringComparer.Ordinal);
        foreach (var (url, package, age) in Made.GetOrAdd(world, Make)) places[url].Publish(package with { Since = start - age });
        return places.Values;
    }

    private static IReadOnlyList<(string Url, UpstreamPackage Package, TimeSpan Age)> Make(string world)
    {
        var manifests = WorldManifests.Applied(world);
        var made = new List<(string Url, UpstreamPackage Package, TimeSpan Age)>();
        foreach (var (url, chart) in Places.Value.SelectMany(static place => place.Texts("urls"), static (place, url) => (place, url)).SelectMany(static at => at.place.Objects("charts"), static (at, chart) => (at.url, chart)))
        {
            var used = Used(manifests, url, chart);
            foreach (var version in chart.Objects("versions")) made.Add((url, Package(chart, version, used), TimeSpan.FromDays(version.Number("age") ?? 0)));
        }

        return made;
    }

    /// <summary>What a world's release made of a chart, and of which version it is; nothing when no release uses it.</summary>
    private static (IReadOnlyList<JsonObject> Templates, JsonObject? Version) Used(IReadOnlyList<(KubeResource Resource, JsonObject Body)> manifests, string url, JsonObject chart)
    {
        foreach (var release in manifests.Where(static item => item.Resource == FluxKinds.HelmReleases).Select(static item => item.Body))
        {
            if (Source(manifests, release) is not { } source || source.Url != url || source.Chart != chart.Text("name")) continue;
            var templates = manifests.Where(item => item.Resource.Group != FluxKinds.HelmCharts.Group && item.Body.Label(NameLabel) == release.Name() && item.Body.Label(NamespaceLabel) == release.Namespace()).Select(static item => item.Body).ToList();
            return (templates, chart.Objects("versions").FirstOrDefault(version => version.Text("version") == source.Version));
        }

        return ([], null);
    }

    /// <summary>Where a release's chart comes from.</summary>
    private static (string Url, string Chart, string Version)? Source(IReadOnlyList<(KubeResource Resource, JsonObject Body)> manifests, JsonObject release)
    {
        if (release.Object("spec", "chartRef") is { } reference)
        {
            var registry = Find(manifests, FluxKinds.OciRepositories, FluxReferences.At(release, reference));
            return registry.Text("spec", "url") is { } address ? (address, address[(address.LastIndexOf('/') + 1)..], registry.Text("spec", "ref", "tag") ?? "") : null;
        }

        var template = release.Object("spec", "chart", "spec");
        var repository = Find(manifests, FluxKinds.HelmRepositories, FluxReferences.At(release, template.Object("sourceRef")));
        return repository.Text("spec", "url") is { } url ? (FluxUpstream.PackageUrl(url, repository.Text("spec", "type") == "oci", template.Text("chart") ?? ""), template.Text("chart") ?? "", template.Text("version") ?? "") : null;
    }

    private static JsonObject? Find(IReadOnlyList<(KubeResource Resource, JsonObject Body)> manifests, KubeResource resource, FluxReference reference) =>
        manifests.FirstOrDefault(item => item.Resource == resource && item.Body.Namespace() == reference.Namespace && item.Body.Name() == reference.Name).Body;

    private static UpstreamPackage Package(JsonObject chart, JsonObject version, (IReadOnlyList<JsonObject> Templates, JsonObject? Version) used)
    {
        var metadata = new JsonObject { ["name"] = chart.Text("name"), ["version"] = version.Text("version"), ["description"] = chart.Text("description"), ["apiVersion"] = "v2", ["appVersion"] = version.Text("appVersion"), ["type"] = "application" };
        var values = (JsonObject)(chart.Object("values") ?? []).DeepClone();
        if (values.Object("image") is { } image) image["tag"] = version.Text("tag") ?? version.Text("appVersion");
        var templates = chart.Objects("templates").Select(static template => (JsonObject)template.DeepClone()).ToList();
        foreach (var manifest in used.Templates) templates.Add(Template(manifest, used.Version, version));
        // The main workload can be told its size and image, as nearly every chart can.
        if (templates.Find(static template => template.Text("kind") is "Deployment" or "StatefulSet") is { } main) Open(main, values);
        return UpstreamPackage.OfChart(metadata, values, templates, default);
    }

    private static JsonObject Template(JsonObject manifest, JsonObject? from, JsonObject to)
    {
        var template = (JsonObject)manifest.DeepClone();
        if (template.Object("metadata", "labels") is { } labels)
        {
            labels.Remove(NameLabel);
            labels.Remove(NamespaceLabel);
        }

        var annotations = template.Object("metadata", "annotations");
        annotations?.Remove("meta.helm.sh/release-name");
        annotations?.Remove("meta.helm.sh/release-namespace");
        if (annotations is { Count: 0 }) template.Child("metadata").Remove("annotations");
        if (from is null || from == to) return template;
        var (old, now) = (Bare(from.Text("appVersion")), to.Text("tag") ?? Bare(to.Text("appVersion")));
        foreach (var container in template.Objects("spec", "template", "spec", "containers"))
        {
            var image = container.Text("image") ?? "";
            if (ImageName.Tag(image) is not { } tag || Bare(tag) != old) continue;
            container["image"] = $"{ImageName.Repository(image)}:{(tag.StartsWith('v') && to.Text("tag") is null ? "v" : "")}{now}";
        }

        return template;
    }

    private static string Bare(string? version) => version is null ? "" : version.TrimStart('v');

    private static void Open(JsonObject main, JsonObject values)
    {
        if (main.Number("spec", "replicas") is { } replicas)
        {
            values["replicaCount"] = replicas;
            main["spec"]!["replicas"] = "{{ .Values.replicaCount }}";
        }

        if (main.Objects("spec", "template", "spec", "containers").FirstOrDefault() is not { } container || container.Text("image") is not { } image || image.Contains("{{", StringComparison.Ordinal)) return;
        if (ImageName.Tag(image) is not { } tag) return;
        values["image"] = new JsonObject { ["repository"] = ImageName.Repository(image), ["tag"] = tag };
        container["image"] = "{{ .Values.image.repository }}:{{ .Values.image.tag }}";
    }
}
