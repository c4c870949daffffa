using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>Fields that cannot be changed once an object is there, with the words in which an API server says so (Kubernetes, pkg/apis/*/validation).</summary>
internal static class FixedFields
{
    private const string Immutable = "field is immutable";
    private static readonly string[] PodVolatile = ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"];
    private static readonly string[] StatefulSetVolatile = ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    // Of a PersistentVolume's spec, what is no volume source.
    private static readonly string[] VolumeCommon = ["accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy", "storageClassName", "volumeAttributesClassName", "volumeMode"];

    /// <summary>What of a change is not allowed.</summary>
    public static IEnumerable<FieldError> Problems(ServedKind kind, JsonObject before, JsonObject after)
    {
        var (was, now) = (before["spec"] as JsonObject ?? [], after["spec"] as JsonObject ?? []);
        return kind.Resource.QualifiedName switch
        {
            "deployments.apps" or "daemonsets.apps" or "replicasets.apps" => Same(was, now, "spec", "selector"),
            "statefulsets.apps" => Others(was, now, StatefulSetVolatile) ? [FieldError.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden")] : [],
            "jobs.batch" => Job(was, now),
            "persistentvolumeclaims" => Claim(before, was, now),
            "persistentvolumes" => Others(was, now, VolumeCommon) ? [FieldError.Forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation")] : [],
            "pods" => Pod(was, now),
            "services" => Service(was, now),
            "secrets" => Secret(before, after),
            "configmaps" => Closed(before, after, "data", "binaryData"),
            "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io" => JsonNode.DeepEquals(before["roleRef"], after["roleRef"]) ? [] : [FieldError.Invalid("roleRef", after["roleRef"], "cannot change roleRef")],
            "storageclasses.storage.k8s.io" => StorageClass(before, after),
            "priorityclasses.scheduling.k8s.io" => JsonNode.DeepEquals(before["value"], after["value"]) ? [] : [FieldError.Forbidden("value", "may not be changed in an update.")],
            "customresourcedefinitions.apiextensions.k8s.io" => Same(was, now, "spec", "scope").Concat(Same(was, now, "spec", "group")),
            _ => [],
        };
    }

    private static IEnumerable<FieldError> Same(JsonObject was, JsonObject now, string path, string field)
    {
        if (was[field] is null || JsonNode.DeepEquals(was[field], now[field])) yield break;
        yield return FieldError.Invalid($"{path}.{field}", now[field], Immutable);
    }

    private static bool Others(JsonObject was, JsonObject now, IReadOnlyCollection<string> volatileFields) =>
        was.Select(static field => field.Key).Union(now.Select(static field => field.Key)).Any(field => !volatileFields.Contains(field) && !JsonNode.DeepEquals(was[field], now[field]));

    private static IEnumerable<FieldError> Job(JsonObject was, JsonObject now)
    {
        foreach (var field in (string[])["selector", "completions", "completionMode", "podFailurePolicy", "backoffLimitPerIndex", "managedBy"])
        {
            foreach (var error in Same(was, now, "spec", field)) yield return error;
        }

        // A suspended job's template may still be told where its pods shall go.
        if ((bool?)was["suspend"] != true)
        {
            foreach (var error in Same(was, now, "spec", "template")) yield return error;
        }
    }

    private static IEnumerable<FieldError> Claim(JsonObject before, JsonObject was, JsonObject now)
    {
        var (old, current) = ((JsonObject)was.DeepClone(), (JsonObject)now.DeepClone());
        foreach (var spec in (ReadOnlySpan<JsonObject>)[old, current])
        {
            (spec["resources"] as JsonObject)?.Remove("requests");
            if (spec["resources"] is JsonObject { Count: 0 }) spec.Remove("resources");
            spec.Remove("volumeAttributesClassName");
        }

        // A volume may be named where there was none.
        if (old["volumeName"] is null) current.Remove("volumeName");
        if (!JsonNode.DeepEquals(old, current))
        {
            yield return FieldError.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
            yield break;
        }

        var (asked, wants) = (was["resources"]?["requests"]?["storage"]?.ToString(), now["resources"]?["requests"]?["storage"]?.ToString());
        if (asked == wants || !KubeQuantity.TryParseBytes(asked, out var from) || !KubeQuantity.TryParseBytes(wants, out var to)) yield break;
        if (to < from && (!KubeQuantity.TryParseBytes(before["status"]?["capacity"]?["storage"]?.ToString(), out var has) || to <= has)) yield return FieldError.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity");
        else if (to > from && (string?)before["status"]?["phase"] != "Bound") yield return FieldError.Forbidden("spec", "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims");
    }

    private static IEnumerable<FieldError> Pod(JsonObject was, JsonObject now)
    {
        var (old, current) = ((JsonObject)was.DeepClone(), (JsonObject)now.DeepClone());
        foreach (var spec in (ReadOnlySpan<JsonObject>)[old, current])
        {
            foreach (var container in (spec["containers"] as JsonArray ?? []).Concat(spec["initContainers"] as JsonArray ?? []).OfType<JsonObject>()) container.Remove("image");
        }

        var keptTolerations = (was["tolerations"] as JsonArray ?? []).All(old => (now["tolerations"] as JsonArray ?? []).Any(other => JsonNode.DeepEquals(old, other)));
        var sameGrace = JsonNode.DeepEquals(was["terminationGracePeriodSeconds"], now["terminationGracePeriodSeconds"]);
        if (keptTolerations && sameGrace && !Others(old, current, PodVolatile)) yield break;
        yield return FieldError.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    }

    private static IEnumerable<FieldError> Service(JsonObject was, JsonObject now)
    {
        var isExternal = (string?)was["type"] == "ExternalName" || (string?)now["type"] == "ExternalName";
        if (isExternal || (string?)was["clusterIP"] is not { Length: > 0 } || JsonNode.DeepEquals(was["clusterIP"], now["clusterIP"])) yield break;
        yield return FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(now["clusterIP"]?.DeepClone()), "may not change once set");
    }

    private static IEnumerable<FieldError> Secret(JsonObject before, JsonObject after)
    {
        if (((string?)before["type"] ?? "Opaque") != ((string?)after["type"] ?? "Opaque")) yield return FieldError.Invalid("type", after["type"], Immutable);
        foreach (var error in Closed(before, after, "data")) yield return error;
    }

    /// <summary>Secrets and ConfigMaps that say <c>immutable: true</c>.</summary>
    private static IEnumerable<FieldError> Closed(JsonObject before, JsonObject after, params string[] fields)
    {
        if ((bool?)before["immutable"] != true) yield break;
        if ((bool?)after["immutable"] != true) yield return FieldError.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var field in fields.Where(field => !JsonNode.DeepEquals(before[field], after[field]))) yield return FieldError.Forbidden(field, "field is immutable when `immutable` is set");
    }

    private static IEnumerable<FieldError> StorageClass(JsonObject before, JsonObject after)
    {
        foreach (var field in (string[])["parameters", "provisioner", "reclaimPolicy"])
        {
            if (!JsonNode.DeepEquals(before[field], after[field])) yield return FieldError.Forbidden(field, $"updates to {field} are forbidden.");
        }

        if (!JsonNode.DeepEquals(before["volumeBindingMode"], after["volumeBindingMode"])) yield return FieldError.Invalid("volumeBindingMode", after["volumeBindingMode"], Immutable);
    }
}
