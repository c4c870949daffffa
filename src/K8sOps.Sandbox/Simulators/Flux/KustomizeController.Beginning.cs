using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>What a Kustomization of the beginning has behind it.</content>
internal sealed partial class KustomizeController
{
    protected override void Compose(JsonObject item, DateTimeOffset last)
    {
        Hold(item);
        if (item.Flag("spec", "suspend") || SourceOf(item) is not { } source || ArtifactOf(source) is not { } artifact) return;
        var (manifests, digest) = _build.Build(item, artifact);
        foreach (var manifest in manifests) _clean.Note(KindOf(manifest)!, manifest);
        World.UpdateStatus(Resource, item, body =>
        {
            var status = body.Child("status");
            status["observedGeneration"] = item.Generation();
            if (IsWaiting(item)) status.Mark(Healthy, true, "Succeeded", $"Health check passed in {GoDuration.Write(TimeSpan.FromMilliseconds(20 + Spread(item, 80)))}", item.Generation(), last);
            status.Mark(FluxConditions.Ready, true, "ReconciliationSucceeded", $"Applied revision: {artifact.Revision}", item.Generation(), last);
            status["inventory"] = new JsonObject { ["entries"] = new JsonArray([.. manifests.Select(manifest => (JsonNode)Inventory.Entry(KindOf(manifest)!, manifest))]) };
            status["lastAppliedRevision"] = artifact.Revision;
            status["lastAttemptedRevision"] = artifact.Revision;
            status["history"] = Past(item, source, artifact.Revision, digest, last);
        });
    }

    /// <summary>What a Kustomization's life so far has left in its history: what is in force, and what was before it.</summary>
    private JsonArray Past(JsonObject item, JsonObject source, string revision, string digest, DateTimeOffset last)
    {
        var git = Flux.Upstream.Git(source.Text("spec", "url"));
        var created = item.Time("metadata", "creationTimestamp") ?? last;
        var interval = Interval(item);
        var until = last;
        var history = new JsonArray();
        foreach (var commit in git?.Commits.Reverse().Take(3) ?? [])
        {
            if (commit.Time <= created) break;
            var since = commit.Time + TimeSpan.FromSeconds(40);
            if (since > until) continue;
            var total = 1 + (long)((until - since) / interval);
            history.Add((JsonNode)Entry(item, history.Count == 0 ? digest : DigestOf($"{item.Namespace()}/{item.Name()}/{commit.Sha}"), revision[..^commit.Sha.Length] + commit.Sha, since, until, total));
            until = since - (interval / 2);
        }

        return history;
    }

    private static string DigestOf(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static JsonObject Entry(JsonObject item, string digest, string revision, DateTimeOffset first, DateTimeOffset last, long total) => new()
    {
        ["digest"] = digest,
        ["firstReconciled"] = Fields.Stamp(first),
        ["lastReconciled"] = Fields.Stamp(last),
        ["lastReconciledDuration"] = GoDuration.Write(TimeSpan.FromMilliseconds(400 + Spread(item, 650))),
        ["lastReconciledStatus"] = "ReconciliationSucceeded",
        ["metadata"] = new JsonObject { ["revision"] = revision },
        ["totalReconciliations"] = total,
    };
}
