using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// kustomize-controller: applies what a source has under a path, takes back what others changed of it, prunes what is no longer there,
/// and waits for what was applied to become healthy.
/// </summary>
internal sealed partial class KustomizeController(FluxWorld flux) : FluxController(flux, FluxKinds.Kustomizations, "kustomize-controller")
{
    private const string Healthy = "Healthy";
    private readonly KustomizeBuild _build = new(flux.Index);

    protected override void Reconcile(FluxRun run) => run.End(null);

    protected override void Compose(JsonObject item, DateTimeOffset last)
    {
        Hold(item);
        if (item.Flag("spec", "suspend") || SourceOf(item) is not { } source || ArtifactOf(source) is not { } artifact) return;
        var manifests = _build.Build(item, artifact);
        World.UpdateStatus(Resource, item, body =>
        {
            var status = body.Child("status");
            status["observedGeneration"] = item.Generation();
            if (IsWaiting(item)) status.Mark(Healthy, true, "Succeeded", $"Health check passed in {GoDuration.Write(TimeSpan.FromMicroseconds(21_000_000 + Spread(item, 9_999_999)))}", item.Generation(), last);
            status.Mark(FluxConditions.Ready, true, "ReconciliationSucceeded", $"Applied revision: {artifact.Revision}", item.Generation(), last);
            status["inventory"] = new JsonObject { ["entries"] = new JsonArray([.. manifests.Select(manifest => (JsonNode)Inventory.Entry(KindOf(manifest)!, manifest))]) };
            status["lastAppliedRevision"] = artifact.Revision;
            status["lastAttemptedRevision"] = artifact.Revision;
            status["history"] = Past(item, artifact.Revision, DigestOf(manifests), last);
        });
    }

    /// <summary>What a Kustomization's life so far has left in its history: what is in force, and what was before it.</summary>
    private JsonArray Past(JsonObject item, string revision, string digest, DateTimeOffset last)
    {
        var created = item.Time("metadata", "creationTimestamp") ?? last;
        var since = Flux.Upstream.Git(Source(item).Text("spec", "url"))?.Find(revision)?.Time is { } pushed && pushed > created ? pushed : created;
        if (since > last) since = last;
        var interval = Interval(item);
        var history = new JsonArray(HistoryEntry(item, digest, revision, since + TimeSpan.FromMinutes(1), last, 1 + (long)((last - since) / interval)));
        var before = since;
        foreach (var commit in Flux.Upstream.Git(Source(item).Text("spec", "url"))?.Commits.Reverse().Skip(1).Take(2) ?? [])
        {
            if (commit.Time <= created) break;
            var text = $"{item.Namespace()}/{item.Name()}/{commit.Sha}";
            var older = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
            history.Add((JsonNode)HistoryEntry(item, older, RevisionOf(item, commit), commit.Time + TimeSpan.FromMinutes(1), before - interval / 2, Math.Max(1, (long)((before - commit.Time) / interval))));
            before = commit.Time;
        }

        return history;
    }
}
