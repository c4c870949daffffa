using System.Collections.Immutable;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;
using K8sOps.Sandbox.Simulators.Flux;

namespace K8sOps.Sandbox.Scenarios.Flux;

/// <summary>
/// An upgrade failed as often as it may, since a ConfigMap that its pods need was missing. The ConfigMap is there by now; nobody tries again.
/// </summary>
internal sealed class FluxRetriesExhaustedScenario(FluxWorld flux, FluxPlace place) : FluxScenario(flux)
{
    private static readonly TimeSpan CauseIsGone = TimeSpan.FromMinutes(28);
    private string? _version;

    public override string Name => "flux-retries-exhausted";

    public override string Description => $"The upgrade of HelmRelease {place.ReleaseNamespace}/{place.Release} failed as often as it may be tried, for want of ConfigMap {ConfigMap}. The ConfigMap has been made since, but the release was rolled back and is Stalled: RetriesExceeded.";

    public override string Cure => $"Have its failures forgotten: Sync-FluxApp {place.Release} -Namespace {place.ReleaseNamespace} -Reset (or -Force, which tries once more). A plain sync does not help.";

    public override TimeSpan Settle => TimeSpan.FromMinutes(30);

    private string ConfigMap => $"{place.Release}-extra";

    public override void Start(IWorldStore store)
    {
        if (store.Get(Kinds.ConfigMaps, place.ReleaseNamespace, ConfigMap) is not null) store.Remove(Kinds.ConfigMaps, place.ReleaseNamespace, ConfigMap);
        _version = Publish(store);
        var folder = App(store, place.ReleaseParent).Text("spec", "path") ?? "";
        Git(store).Push($"Update chart {place.Chart} to {_version}", store.Now, files => files.Changed(folder, "HelmRelease", place.Release, release => Template(release)["version"] = _version));
        Sync(store, FluxKinds.HelmRepositories, place.ChartRepository);
        // The index is there before the release asks for the version.
        store.Schedule(TimeSpan.FromSeconds(20), () => Sync(store, FluxKinds.GitRepositories, Source));
        store.Schedule(CauseIsGone, () =>
        {
            if (store.Get(Kinds.ConfigMaps, place.ReleaseNamespace, ConfigMap) is null) store.Create(Kinds.ConfigMaps, Missing());
        });
    }

    public override bool IsBroken(IWorldStore store)
    {
        if (Release(store) is not { } release || Template(release).Text("version") != _version) return false;
        var latest = release.Objects("status", "history").FirstOrDefault();
        return latest.Text("chartVersion") != _version || latest.Text("status") != "deployed";
    }

    private JsonObject? Release(IWorldStore store) => store.Get(FluxKinds.HelmReleases, place.ReleaseNamespace, place.Release);

    private static JsonObject Template(JsonObject release) => release.Child("spec").Child("chart").Child("spec");

    private JsonObject Missing() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = ConfigMap, ["namespace"] = place.ReleaseNamespace },
        ["data"] = new JsonObject { ["EXTRA_SETTINGS"] = "on" },
    };

    /// <summary>Publishes a version of the chart that is one higher than the one in use, and whose pods read the ConfigMap.</summary>
    private string Publish(IWorldStore store)
    {
        var repository = store.Get(FluxKinds.HelmRepositories, Namespace, place.ChartRepository);
        var upstream = Flux.Upstream.Packages(repository.Text("spec", "url")) ?? throw new InvalidOperationException($"No charts at {repository.Text("spec", "url")}.");
        var used = Release(store) is { } release ? Template(release).Text("version") : null;
        var package = upstream.Find(place.Chart, used ?? "") ?? throw new InvalidOperationException($"No chart {place.Chart} {used}.");
        var version = upstream.Packages.Where(one => one.Name == place.Chart).Select(static one => ChartVersion.Parse(one.Version)).OfType<ChartVersion>().Max(ChartVersion.Order)!;
        var next = $"{version.Major}.{version.Minor}.{version.Patch + 1}";
        var files = package.Files.ToImmutableSortedDictionary(static file => file.Key, file => new GitFile([.. file.Value.Manifests.Select(manifest => Changed(file.Key, manifest, next))]), StringComparer.Ordinal);
        upstream.Publish(new UpstreamPackage(place.Chart, next, store.Now, files));
        return next;
    }

    private JsonObject Changed(string path, JsonObject manifest, string version)
    {
        var changed = (JsonObject)manifest.DeepClone();
        if (path == $"{place.Chart}/Chart.yaml") changed["version"] = version;
        if (changed.Text("kind") != KubeResources.Deployments.Kind) return changed;
        foreach (var container in changed.Objects("spec", "template", "spec", "containers")) container.Items("envFrom").Add((JsonNode)new JsonObject { ["configMapRef"] = new JsonObject { ["name"] = ConfigMap } });
        return changed;
    }
}
