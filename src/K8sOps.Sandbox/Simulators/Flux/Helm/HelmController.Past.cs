using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>What the releases of the beginning have behind them: stored revisions, a history, and a status.</content>
internal sealed partial class HelmController
{
    // Between two releases of a chart in the past.
    private static readonly TimeSpan BetweenReleases = TimeSpan.FromDays(23);

    protected override void Compose(JsonObject item, DateTimeOffset last)
    {
        Hold(item);
        var options = new HelmOptions(item);
        if (HelmSource.Of(item) is not { } reference || HelmSource.Find(World, reference) is not { } source) return;
        if (Flux.Artifacts.Find(source.Text("status", "artifact", "path")) is not { } artifact || UpstreamPackage.Chart(artifact.Files) is null) return;
        if (HelmValues.Of(World, item, options, out var values) is not null) return;
        var digest = HelmSource.Digest(reference, source);
        var manifests = HelmRendering.Of(artifact.Files, item, options, values);
        var (version, made) = Made(item, manifests, options.ReleaseNamespace, last);
        var first = item.Time("metadata", "creationTimestamp") ?? made;
        var status = (JsonObject)(item.Object("status") ?? []).DeepClone();
        if (version > 1 && Before(artifact, source, item) is { } earlier)
        {
            var before = Of(options, earlier.Metadata, values, HelmRendering.Of(earlier.Files, item, options, values), version - 1) with
            {
                Status = "superseded",
                Description = "Upgrade complete",
                FirstDeployed = first,
                LastDeployed = Later(made - BetweenReleases, first),
            };
            Keep(options, before);
            ReleaseHistory.Record(status, before, Upgrade, ociDigest: null);
        }

        var chart = (JsonObject)UpstreamPackage.Chart(artifact.Files)!.DeepClone();
        if (digest is not null) chart["version"] = $"{chart.Text("version")}+{digest["sha256:".Length..][..12]}";
        var release = Of(options, chart, values, manifests, version) with
        {
            Status = "deployed",
            Description = version == 1 ? "Install complete" : "Upgrade complete",
            FirstDeployed = first,
            LastDeployed = made,
        };
        Keep(options, release);
        ReleaseHistory.Record(status, release, version == 1 ? Install : Upgrade, digest);
        Write(item, options, release, status, digest);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static ReleaseRecord Of(HelmOptions options, JsonObject chart, JsonObject values, IReadOnlyList<JsonObject> manifests, int version) => new()
    {
        Name = options.ReleaseName,
        Namespace = options.ReleaseNamespace,
        Version = version,
        Status = "deployed",
        FirstDeployed = default,
        LastDeployed = default,
        Chart = chart,
        Config = values,
        Manifest = ChartTemplates.Write(manifests),
    };

    private void Write(JsonObject item, HelmOptions options, ReleaseRecord release, JsonObject status, string? digest)
    {
        var action = release.Version == 1 ? Install : Upgrade;
        var reason = action == Install ? "InstallSucceeded" : "UpgradeSucceeded";
        var told = $"Helm {action} succeeded for release {release.FullName} with chart {release.ChartName}";
        var took = TimeSpan.FromMilliseconds(9000 + Spread(item, 20000));
        foreach (var type in (ReadOnlySpan<string>)[FluxConditions.Ready, "Released"]) status.Mark(type, true, reason, told, item.Generation(), release.LastDeployed + took);
        if (options.DetectsDrift) status.Mark("Drifted", false, "NoDriftDetected", "No drift detected against the cluster state", item.Generation(), release.LastDeployed + took);
        if (options.ChartTemplate is not null) status["helmChart"] = $"{options.ChartNamespace}/{options.ChartName}";
        status["lastAttemptedConfigDigest"] = ReleaseHistory.ConfigDigest(release.Config);
        status["lastAttemptedGeneration"] = item.Generation();
        status["lastAttemptedReleaseAction"] = action;
        status["lastAttemptedReleaseActionDuration"] = GoDuration.Write(took);
        status["lastAttemptedRevision"] = release.Chart.Text("version");
        Fields.SetOrRemove(status, "lastAttemptedRevisionDigest", digest);
        status["observedGeneration"] = item.Generation();
        status["storageNamespace"] = options.StorageNamespace;
        World.UpdateStatus(Resource, item, body => body["status"] = status);
    }

    /// <summary>Stores a revision as it was stored then.</summary>
    private void Keep(HelmOptions options, ReleaseRecord release)
    {
        var secret = ReleaseStorage.Write(release, options.StorageNamespace, release.LastDeployed);
        var metadata = secret.Child("metadata");
        metadata["creationTimestamp"] = Fields.Stamp(release.LastDeployed);
        metadata["uid"] = new WorldSeed($"{options.StorageNamespace}/{secret.Name()}/{Fields.Stamp(release.FirstDeployed)}").Uid();
        World.Create(Kinds.Secrets, secret);
    }

    /// <summary>The revision that is deployed, and since when: told by the rollouts of the workload that the release is about.</summary>
    private (int Version, DateTimeOffset Made) Made(JsonObject item, IReadOnlyList<JsonObject> manifests, string ns, DateTimeOffset last)
    {
        var created = item.Time("metadata", "creationTimestamp") ?? last;
        foreach (var manifest in manifests.Where(static manifest => manifest.Text("kind") == "Deployment"))
        {
            if (World.Get(KubeResources.Deployments, manifest.Namespace() ?? ns, manifest.Name()) is not { } deployment) continue;
            if (!int.TryParse(deployment.Annotation("deployment.kubernetes.io/revision"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)) continue;
            var newest = World.OwnedBy(KubeResources.ReplicaSets, deployment.Uid()).Select(static set => set.Time("metadata", "creationTimestamp")).Max();
            return (revision, newest ?? created);
        }

        return (1, created);
    }

    /// <summary>The version of the chart that was there before this one; null when there was none.</summary>
    private UpstreamPackage? Before(StoredArtifact artifact, JsonObject source, JsonObject item)
    {
        var chart = UpstreamPackage.Chart(artifact.Files);
        var name = chart.Text("name") ?? "";
        if (ChartVersion.Parse(chart.Text("version") ?? "") is not { } now) return null;
        var repository = source.Text("spec", "url") is not null ? source : World.Get(FluxKinds.HelmRepositories, source.Namespace(), source.Text("spec", "sourceRef", "name") ?? "");
        var url = repository.Text("spec", "url") ?? "";
        var place = Flux.Upstream.Packages(ReferenceEquals(repository, source) ? url : FluxUpstream.PackageUrl(url, repository.Text("spec", "type") == "oci", name));
        return place?.Packages.Where(one => one.Name == name && ChartVersion.Parse(one.Version) is { } version && version.OrderAgainst(now) < 0).MaxBy(static one => ChartVersion.Parse(one.Version)!, ChartVersion.Order);
    }
}
