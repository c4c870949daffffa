using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>The objects of a release in the cluster: creates, changes and deletes them as Helm does, through the API server.</summary>
internal sealed class ReleaseObjects(FluxWorld flux)
{
    private const string Manager = "helm-controller";
    private const string IgnoresDrift = "helm.toolkit.fluxcd.io/driftDetection";

    private WorldStore Store => (WorldStore)flux.Index.Store;

    /// <summary>Makes the cluster as the manifests say.</summary>
    /// <param name="release">The release's name.</param>
    /// <param name="ns">The namespace that it goes into.</param>
    /// <param name="old">What was installed before.</param>
    /// <param name="now">What is to be.</param>
    /// <returns>What went wrong, in Helm's words; null when nothing did.</returns>
    public string? Apply(string release, string ns, IReadOnlyList<JsonObject> old, IReadOnlyList<JsonObject> now)
    {
        var errors = new List<string>();
        foreach (var manifest in now)
        {
            try
            {
                Put(release, ns, old.FirstOrDefault(one => IsSame(one, manifest)), manifest);
            }
            catch (ApiException error)
            {
                errors.Add(old.Any(one => IsSame(one, manifest)) ? $"cannot patch \"{manifest.Name()}\" with kind {manifest.Text("kind")}: {error.Message}" : error.Message);
            }
        }

        if (errors.Count > 0) return errors.Count == 1 ? errors[0] : $"{errors.Count} errors occurred:\n{string.Concat(errors.Select(static error => $"\t* {error}\n"))}";
        foreach (var manifest in old.Where(one => !now.Any(other => IsSame(one, other)))) Delete(manifest, ns);
        return null;
    }

    /// <summary>Deletes what the manifests made; what is told to stay stays.</summary>
    public void Delete(IEnumerable<JsonObject> manifests, string ns)
    {
        foreach (var manifest in manifests.Reverse()) Delete(manifest, ns);
    }

    /// <summary>Whether anything of the manifests is still there.</summary>
    public bool Any(IEnumerable<JsonObject> manifests, string ns) => manifests.Any(manifest => !IsKept(manifest) && Live(manifest, ns) is not null);

    /// <summary>What is not ready yet, in Helm's words; null when all is.</summary>
    public string? NotReady(IEnumerable<JsonObject> manifests, string ns) =>
        manifests.Select(manifest => HelmReadiness.Problem(flux.Index, manifest.Text("kind") ?? "", Live(manifest, ns), $"{manifest.Namespace() ?? ns}/{manifest.Name()}")).FirstOrDefault(static problem => problem is not null);

    /// <summary>What is otherwise in the cluster than the manifests say.</summary>
    /// <param name="release">The release's name.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="manifests">What was installed.</param>
    /// <param name="ignored">Which fields of which objects do not count.</param>
    public IReadOnlyList<HelmDrift> Drift(string release, string ns, IReadOnlyList<JsonObject> manifests, IReadOnlyList<JsonObject> ignored)
    {
        var drifts = new List<HelmDrift>();
        foreach (var manifest in manifests.Where(static manifest => manifest.Annotation(IgnoresDrift) != "disabled"))
        {
            var live = Live(manifest, ns);
            if (live.Text("metadata", "annotations", IgnoresDrift) == "disabled") continue;
            if (live is null) drifts.Add(new HelmDrift(manifest, Desired(release, ns, manifest), 0, 0, 0, IsGone: true));
            else if (HelmDrift.Of(manifest, live, ThreeWayMerge.Merge(live, null, Desired(release, ns, manifest), Kind(manifest)?.Schema), ignored) is { } drift) drifts.Add(drift);
        }

        return drifts;
    }

    /// <summary>Puts right what drifted.</summary>
    /// <exception cref="ApiException">The server refused it.</exception>
    public void Correct(string ns, HelmDrift drift) => Write(drift.Manifest, ns, drift.Desired, isNew: drift.IsGone);

    private static bool IsSame(JsonObject one, JsonObject other) =>
        one.Text("kind") == other.Text("kind") && Group(one) == Group(other) && one.Namespace() == other.Namespace() && one.Name() == other.Name();

    private static string Group(JsonObject manifest) => manifest.Text("apiVersion") is { } version && version.Contains('/', StringComparison.Ordinal) ? version[..version.IndexOf('/', StringComparison.Ordinal)] : "";

    private static bool IsKept(JsonObject manifest) => manifest.Annotation("helm.sh/resource-policy") == "keep";

    /// <summary>A manifest with what Helm puts on everything that it installs.</summary>
    private static JsonObject Desired(string release, string ns, JsonObject manifest)
    {
        var desired = (JsonObject)manifest.DeepClone();
        var metadata = desired.Child("metadata");
        metadata.Child("labels")["app.kubernetes.io/managed-by"] = "Helm";
        var annotations = metadata.Child("annotations");
        annotations["meta.helm.sh/release-name"] = release;
        annotations["meta.helm.sh/release-namespace"] = ns;
        return desired;
    }

    private void Put(string release, string ns, JsonObject? old, JsonObject manifest)
    {
        var kind = Kind(manifest) ?? throw ApiException.BadRequest($"resource mapping not found for name: \"{manifest.Name()}\" namespace: \"{manifest.Namespace()}\" from \"\": no matches for kind \"{manifest.Text("kind")}\" in version \"{manifest.Text("apiVersion")}\"\nensure CRDs are installed first");
        var desired = Desired(release, ns, manifest);
        if (Live(manifest, ns) is not { } live)
        {
            Write(manifest, ns, desired, isNew: true);
            return;
        }

        var merged = ThreeWayMerge.Merge(live, old, desired, kind.Schema);
        if (!JsonNode.DeepEquals(live, merged)) Write(manifest, ns, merged, isNew: false);
    }

    private void Write(JsonObject manifest, string ns, JsonObject body, bool isNew)
    {
        var resource = Kind(manifest)!.Resource;
        var place = resource.IsNamespaced ? manifest.Namespace() ?? ns : null;
        if (place is not null) body.Child("metadata")["namespace"] = place;
        flux.Server.Send(new KubeRequest
        {
            Method = isNew ? HttpMethod.Post : HttpMethod.Put,
            PathAndQuery = $"{resource.Path(place, isNew ? null : manifest.Name())}?fieldManager={Manager}",
            ContentType = "application/json",
            Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(body, StoredObject.Wire),
        });
        flux.Learn(resource, place, manifest.Name());
    }

    private void Delete(JsonObject manifest, string ns)
    {
        if (!IsKept(manifest) && Live(manifest, ns) is { } live) flux.Index.Delete(Kind(manifest)!.Resource, live);
    }

    private JsonObject? Live(JsonObject manifest, string ns) =>
        Kind(manifest) is { } kind ? Store.Stored(kind.Resource, kind.Resource.IsNamespaced ? manifest.Namespace() ?? ns : null, manifest.Name()) : null;

    private ServedKind? Kind(JsonObject manifest) =>
        Store.Kinds.All.FirstOrDefault(kind => kind.Resource.Kind == manifest.Text("kind") && kind.Resource.ApiVersion == manifest.Text("apiVersion"));
}
