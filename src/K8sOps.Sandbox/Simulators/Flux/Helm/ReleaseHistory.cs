using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// What a HelmRelease remembers of its releases (<c>status.history</c>, newest first): snapshots by which helm-controller tells whether
/// a release in Helm's storage is its own, and to which it may go back.
/// </summary>
internal static class ReleaseHistory
{
    private const int Most = 5;

    /// <summary>The snapshot of a release, as the controller writes it after it has seen it stored.</summary>
    public static JsonObject Snapshot(ReleaseRecord release, string? action, string? ociDigest)
    {
        var snapshot = new JsonObject
        {
            ["appVersion"] = release.Chart.Text("appVersion"),
            ["chartName"] = release.Chart.Text("name"),
            ["chartVersion"] = release.Chart.Text("version"),
            ["configDigest"] = ConfigDigest(release.Config),
            ["digest"] = Digest(release),
            ["firstDeployed"] = Fields.Stamp(release.FirstDeployed),
            ["lastDeployed"] = Fields.Stamp(release.LastDeployed),
            ["name"] = release.Name,
            ["namespace"] = release.Namespace,
            ["status"] = release.Status,
            ["version"] = release.Version,
        };
        Fields.SetOrRemove(snapshot, "appVersion", release.Chart.Text("appVersion"));
        Fields.SetOrRemove(snapshot, "action", action);
        Fields.SetOrRemove(snapshot, "ociDigest", ociDigest);
        if (release.Deleted is { } deleted) snapshot["deleted"] = Fields.Stamp(deleted);
        return snapshot;
    }

    /// <summary>The checksum by which values are told apart.</summary>
    public static string ConfigDigest(JsonObject values) => Sha256(Sorted(values)!.ToJsonString());

    /// <summary>The checksum of a stored release: who changes the release in storage breaks it.</summary>
    public static string Digest(ReleaseRecord release) => Sha256(ReleaseStorage.Json(release).ToJsonString());

    /// <summary>The newest snapshot; null when there is none.</summary>
    public static JsonObject? Latest(JsonObject status) => All(status).FirstOrDefault();

    /// <summary>The newest snapshot before the latest to which one may go back: it was deployed, and its tests did not fail.</summary>
    public static JsonObject? Previous(JsonObject status, bool ignoreTests = false) => All(status).Skip(1).FirstOrDefault(snapshot => IsGood(snapshot, ignoreTests));

    /// <summary>The snapshot of a revision.</summary>
    public static JsonObject? Of(JsonObject status, ReleaseRecord release) =>
        All(status).FirstOrDefault(snapshot => snapshot.Text("name") == release.Name && snapshot.Text("namespace") == release.Namespace && snapshot.Number("version") == release.Version);

    /// <summary>Puts a revision into the history: in place of its earlier snapshot, or as the newest.</summary>
    public static void Record(JsonObject status, ReleaseRecord release, string? action, string? ociDigest)
    {
        var history = status.Items("history");
        var known = Of(status, release);
        var snapshot = Snapshot(release, action ?? known.Text("action"), ociDigest ?? known.Text("ociDigest"));
        if (known is null)
        {
            history.Insert(0, snapshot);
            return;
        }

        if (known["testHooks"] is { } hooks) snapshot["testHooks"] = hooks.DeepClone();
        history[history.IndexOf(known)] = snapshot;
    }

    /// <summary>Forgets what is older than the release to go back to; without one, the newest five stay.</summary>
    public static void Truncate(JsonObject status, bool ignoreTests = false)
    {
        var all = All(status).ToList();
        if (all.Count < 2) return;
        var previous = all.FindIndex(1, snapshot => IsGood(snapshot, ignoreTests));
        var keep = previous > 0 ? previous + 1 : Math.Min(all.Count, Most);
        Set(status, all.Take(keep));
    }

    /// <summary>Forgets all but the newest five.</summary>
    public static void TruncateToNewest(JsonObject status) => Set(status, All(status).Take(Most).ToList());

    /// <summary>Forgets everything.</summary>
    public static void Clear(JsonObject status) => status.Remove("history");

    private static IEnumerable<JsonObject> All(JsonObject status) => status.Objects("history").OrderByDescending(static snapshot => snapshot.Number("version"));

    private static void Set(JsonObject status, IEnumerable<JsonObject> snapshots) => status["history"] = new JsonArray([.. snapshots.Select(static snapshot => snapshot.DeepClone())]);

    private static bool IsGood(JsonObject snapshot, bool ignoreTests) =>
        snapshot.Text("status") is "deployed" or "superseded"
        && (ignoreTests || !(snapshot.Object("testHooks") ?? []).Any(static hook => hook.Value.Text("phase") == "Failed"));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static string Sha256(string text) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
