using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>
/// Where an object of Rook states a pool: what stands there Rook sets again at each reconcile, so it is changed there; what does not
/// stand there Rook leaves alone.
/// </summary>
internal sealed class CephPoolSpec
{
    private readonly IReadOnlyList<string> _path;
    private readonly int? _element;

    private CephPoolSpec(KubeResource resource, JsonObject live, IReadOnlyList<string> path, int? element = null) => (Resource, Live, _path, _element) = (resource, live, path, element);

    public KubeResource Resource { get; }

    public JsonObject Live { get; }

    private JsonObject? Spec => _element is { } index ? (Live.At([.. _path]) as JsonArray)?[index] as JsonObject : Live.At([.. _path]) as JsonObject;

    /// <summary>Finds the object that a pool's <see cref="CephPool.Managed"/> names, and the pool in it; null where none states it.</summary>
    public static async Task<CephPoolSpec?> FindAsync(CephWrites writes, CephPool pool, CancellationToken cancellationToken)
    {
        if (pool.Managed?.Split('/', 2) is not [var kind, var name]) return null;
        KubeResource[] kinds = [CephKinds.BlockPools, CephKinds.Filesystems, CephKinds.ObjectStores];
        if (kinds.FirstOrDefault(k => k.Kind == kind) is not { } resource || await writes.FindAsync(resource, pool.Namespace, name, cancellationToken).ConfigureAwait(false) is not { } live) return null;
        return resource.Kind switch
        {
            "CephBlockPool" => new CephPoolSpec(resource, live, ["spec"]),
            "CephFilesystem" => OfFilesystem(resource, live, pool.Pool, name),
            _ => pool.Pool == name + ".rgw.buckets.data" ? new CephPoolSpec(resource, live, ["spec", "dataPool"]) : new CephPoolSpec(resource, live, ["spec", "metadataPool"]),
        };
    }

    /// <summary>The patch that changes what is stated here, and the options that are not, to be set in Ceph itself.</summary>
    public (JsonObject? Patch, IReadOnlyList<FieldPath> Fields, CephPoolResizeOptions Left) Patch(CephPoolResizeOptions options)
    {
        var changed = Spec.Copy() ?? [];
        var fields = new List<string[]>();
        var rest = options;
        if (options.Replicas is { } replicas && changed["replicated"] is JsonObject copies && copies.Whole("size") is not null)
        {
            copies["size"] = replicas;
            fields.Add(["replicated", "size"]);
            rest = rest with { Replicas = null };
        }

        if (options.TargetRatio is { } ratio && changed["replicated"] is JsonObject hint && hint["targetSizeRatio"] is not null)
        {
            hint["targetSizeRatio"] = ratio;
            fields.Add(["replicated", "targetSizeRatio"]);
            rest = rest with { TargetRatio = null };
        }

        if (changed["quotas"] is JsonObject quotas)
        {
            if (options.MaxBytes is { } bytes && (quotas["maxSize"] ?? quotas["maxBytes"]) is not null)
            {
                var field = quotas["maxSize"] is not null ? "maxSize" : "maxBytes";
                quotas[field] = field == "maxSize" ? VolumeClaimResizeService.Quantity(bytes) : JsonValue.Create(bytes);
                fields.Add(["quotas", field]);
                rest = rest with { MaxBytes = null };
            }

            if (options.MaxObjects is { } objects && quotas["maxObjects"] is not null)
            {
                quotas["maxObjects"] = objects;
                fields.Add(["quotas", "maxObjects"]);
                rest = rest with { MaxObjects = null };
            }
        }

        return fields.Count == 0 ? (null, [], rest) : (PatchOf(changed), [.. fields.Select(Path)], rest);
    }

    private static CephPoolSpec? OfFilesystem(KubeResource resource, JsonObject live, string pool, string name)
    {
        if (pool == name + "-metadata" || pool == live.Text("spec", "metadataPool", "name")) return new CephPoolSpec(resource, live, ["spec", "metadataPool"]);
        foreach (var (index, data) in live.Items("spec", "dataPools").Index())
        {
            var given = data.Text("name");
            if (pool == (given is null ? string.Create(CultureInfo.InvariantCulture, $"{name}-data{index}") : $"{name}-{given}") || pool == given) return new CephPoolSpec(resource, live, ["spec", "dataPools"], index);
        }

        return null;
    }

    private FieldPath Path(string[] field) => _element is { } index ? FieldPath.Of([.. _path]).ElementAt(index).Field(field[0]).Field(field[1]) : FieldPath.Of([.. _path, .. field]);

    private JsonObject PatchOf(JsonObject changed)
    {
        JsonNode inner = changed;
        JsonObject? version = null;
        if (_element is { } index)
        {
            // A merge patch replaces a list as a whole; the object's version makes sure that nobody else's change is lost over it.
            var list = (JsonArray)Live.At([.. _path])!.DeepClone();
            list[index] = changed;
            inner = list;
            version = new JsonObject { ["resourceVersion"] = Live.Text("metadata", "resourceVersion") };
        }

        foreach (var step in _path.Reverse()) inner = new JsonObject { [step] = inner };
        var patch = inner.AsObject();
        if (version is not null) patch["metadata"] = version;
        return patch;
    }
}
