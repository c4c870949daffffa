using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <content>What a Kustomization refers to, and what its status is made of.</content>
internal sealed partial class KustomizeController
{
    private const int HistoryLength = 5;

    private WorldStore Store => (WorldStore)World.Store;

    private static bool IsWaiting(JsonObject item) => item.Flag("spec", "wait") || item.Objects("spec", "healthChecks").Any();

    private static TimeSpan RetryInterval(JsonObject item) => GoDuration.Read(item.Text("spec", "retryInterval")) ?? GoDuration.Read(item.Text("spec", "interval")) ?? TimeSpan.FromMinutes(10);

    /// <summary>How long a reconciliation may take: half a minute less than the interval when nothing else is said, and never less than that.</summary>
    private TimeSpan Timeout(JsonObject item)
    {
        var timeout = GoDuration.Read(item.Text("spec", "timeout")) ?? Interval(item) - TimeSpan.FromSeconds(30);
        return timeout < TimeSpan.FromSeconds(30) ? TimeSpan.FromSeconds(30) : timeout;
    }

    /// <summary>The kind of a source, by its name; null when a Kustomization cannot be made from it.</summary>
    private static KubeResource? SourceKind(string kind) => kind switch
    {
        "GitRepository" => FluxKinds.GitRepositories,
        "OCIRepository" => FluxKinds.OciRepositories,
        "Bucket" => FluxKinds.Buckets,
        _ => null,
    };

    private JsonObject? SourceOf(JsonObject item)
    {
        var reference = FluxReferences.SourceOf(item);
        return SourceKind(reference.Kind) is { } kind ? World.Get(kind, reference.Namespace, reference.Name) : null;
    }

    private JsonObject Source(JsonObject item) => SourceOf(item) ?? [];

    private StoredArtifact? ArtifactOf(JsonObject source) => Flux.Artifacts.Find(source.Text("status", "artifact", "path"));

    /// <summary>A commit's revision, as the artifacts of a Kustomization's source have it.</summary>
    private string RevisionOf(JsonObject item, GitCommit commit)
    {
        var now = Source(item).Text("status", "artifact", "revision") ?? "";
        var at = now.IndexOf("sha1:", StringComparison.Ordinal);
        return (at < 0 ? "" : now[..at]) + "sha1:" + commit.Sha;
    }

    /// <summary>The kind that a manifest is of; null when the cluster does not know it.</summary>
    private KubeResource? KindOf(JsonObject manifest) => KindOf(manifest.Text("apiVersion") ?? "", manifest.Text("kind") ?? "");

    private KubeResource? KindOf(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = slash < 0 ? ("", apiVersion) : (apiVersion[..slash], apiVersion[(slash + 1)..]);
        return Store.Kinds.All.FirstOrDefault(served => served.Resource.Kind == kind && served.Resource.Group == group && served.Resource.Version == version)?.Resource;
    }

    /// <summary>The digest of what was built.</summary>
    private static string DigestOf(IReadOnlyList<JsonObject> manifests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var manifest in manifests) hash.AppendData(Encoding.UTF8.GetBytes(Fields.Canonical(manifest)));
        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    private JsonObject HistoryEntry(JsonObject item, string digest, string revision, DateTimeOffset first, DateTimeOffset last, long total) => new()
    {
        ["digest"] = digest,
        ["firstReconciled"] = Fields.Stamp(first < last ? first : last),
        ["lastReconciled"] = Fields.Stamp(last),
        ["lastReconciledDuration"] = GoDuration.Write(TimeSpan.FromMicroseconds(400_000 + Spread(item, 999_999))),
        ["lastReconciledStatus"] = "ReconciliationSucceeded",
        ["metadata"] = new JsonObject { ["revision"] = revision },
        ["totalReconciliations"] = total,
    };
}
