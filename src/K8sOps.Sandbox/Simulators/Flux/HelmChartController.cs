using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>source-controller's HelmChart part: pulls one version of a chart from a Helm repository.</summary>
internal sealed class HelmChartController(FluxWorld flux) : SourceController(flux, FluxKinds.HelmCharts)
{
    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        base.Changed(store, resource, before, after);
        // What the past left at the beginning has been seen already.
        if (World.Now <= Flux.StartTime || resource != FluxKinds.HelmRepositories || after is null) return;
        if (after.Text("status", "artifact", "revision") is not { } revision || revision == before.Text("status", "artifact", "revision")) return;
        foreach (var chart in World.InNamespace(Resource, after.Namespace()).Where(chart => chart.Text("spec", "sourceRef", "name") == after.Name() && chart.Text("spec", "sourceRef", "kind") == resource.Kind)) Request(chart);
    }

    protected override SourceFetch Fetch(JsonObject item)
    {
        var kind = item.Text("spec", "sourceRef", "kind") ?? "";
        var name = item.Text("spec", "sourceRef", "name") ?? "";
        var resource = FluxKinds.All.First(one => one.Kind == kind);
        if (World.Get(resource, item.Namespace(), name) is not { } source) return SourceFetch.Failed("SourceUnavailable", $"failed to get source: {resource.Plural}.{resource.Group} \"{name}\" not found");
        var isRegistry = source.Text("spec", "type") == "oci";
        if (!isRegistry && source.Object("status", "artifact") is null) return SourceFetch.Failed("NoSourceArtifact", $"no artifact available for {kind} source '{name}'");
        var chart = item.Text("spec", "chart") ?? "";
        // Repositories of the worlds hold manifests, and no charts.
        if (resource != FluxKinds.HelmRepositories) return Invalid($"no chart found at path '{chart}': stat {chart}: no such file or directory");
        var version = item.Text("spec", "version") is { Length: > 0 } given ? given : "*";
        if (VersionRange.Parse(version) is not { } range) return Invalid($"failed to get chart version for remote reference: improper constraint: {version}");
        var place = Flux.Upstream.Packages(FluxUpstream.PackageUrl(source.Text("spec", "url") ?? "", isRegistry, chart));
        if (place?.Failure is { } failure) return SourceFetch.Failed("ChartPullError", $"chart pull error: failed to get chart version for remote reference: {failure}");
        if (isRegistry && place is not null && !PackageAccess.IsLetIn(World, source, place)) return SourceFetch.Failed("AuthenticationFailed", "failed to login to OCI registry: 401 Unauthorized");
        var found = place?.Newest(chart, range);
        if (found is null) return Invalid($"failed to get chart version for remote reference: no '{chart}' chart with version matching '{version}' found");
        return new SourceFetch
        {
            Artifact = new StoredArtifact($"{Folder(item)}{chart}-{found.Version}.tgz", found.Version, found.Files),
            Since = found.Since,
            Reason = "ChartPullSucceeded",
            NewReason = "ChartPullSucceeded",
            Told = $"pulled '{chart}' chart with version '{found.Version}'",
            ToldAgain = $"artifact up-to-date with remote revision: '{found.Version}'",
            Message = $"pulled '{chart}' chart with version '{found.Version}'",
        };
    }

    protected override void Observe(JsonObject item, JsonObject status)
    {
        status["observedChartName"] = item.Text("spec", "chart");
        Fields.SetOrRemove(status, "observedSourceArtifactRevision", World.Get(FluxKinds.HelmRepositories, item.Namespace(), item.Text("spec", "sourceRef", "name") ?? "").Text("status", "artifact", "revision"));
    }

    // Nothing but another reference, or another content of the repository, can help.
    private static SourceFetch Invalid(string why) => SourceFetch.Failed("InvalidChartReference", $"invalid chart reference: {why}", isStalled: true);
}
