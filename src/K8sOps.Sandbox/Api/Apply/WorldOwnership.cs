using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox;

/// <summary>
/// Who owns the fields of what the world itself wrote: told by its labels and its kind, and worked out when it is asked for, so that
/// controllers need not keep it. What Flux applied is owned by Flux's controllers; the status belongs to whoever watches over the kind.
/// </summary>
internal static class WorldOwnership
{
    private const string KustomizeLabel = "kustomize.toolkit.fluxcd.io/name";
    private const string HelmLabel = "helm.toolkit.fluxcd.io/name";
    private const string FluxGroups = ".toolkit.fluxcd.io";
    private const string ControllerManager = "kube-controller-manager";

    // Annotations that controllers put on what others made.
    private static readonly string[] ControllersAnnotations = ["deployment.kubernetes.io/", "pv.kubernetes.io/", "volume.kubernetes.io/", "volume.beta.kubernetes.io/", "deprecated.daemonset.template.generation"];

    /// <summary>The managers of an object: those that are noted, or else those of a world's object; and that of its status.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="body">The object.</param>
    /// <param name="applied">What Flux applied of it in the beginning; null when it did not.</param>
    public static List<FieldManager> Of(ServedKind kind, JsonObject body, JsonObject? applied = null)
    {
        var noted = FieldManager.Read(body["metadata"]?["managedFields"]);
        var managers = noted.Count > 0 ? noted : Made(kind, body, applied);
        if (StatusOf(kind, body, managers) is { } status) managers.Add(status);
        return managers;
    }

    /// <summary>Whether an entry is worked out anew at each reading, and not kept: that of the status.</summary>
    public static bool IsWorkedOut(ServedKind kind, FieldManager manager) => !manager.Applies && manager.Subresource == "status" && manager.Name == StatusManager(kind);

    /// <summary>What of a world's manifest Flux applied: without what controllers added to it later; null for what others made.</summary>
    public static JsonObject? AppliedOf(JsonObject manifest)
    {
        if (manifest["metadata"]?["labels"] is not JsonObject labels || !(labels.ContainsKey(KustomizeLabel) || labels.ContainsKey(HelmLabel))) return null;
        var applied = (JsonObject)manifest.DeepClone();
        applied.Remove("status");
        TakeOffAdded(applied);
        return applied;
    }

    private static List<FieldManager> Made(ServedKind kind, JsonObject body, JsonObject? applied)
    {
        if (kind.IsComputed || Maker(kind, body) is not { } maker) return [];
        var desired = new JsonObject();
        foreach (var (key, value) in body)
        {
            if (key != "status" || !kind.HasStatus) desired[key] = value?.DeepClone();
        }

        var entry = new FieldManager(maker.Name, maker.Applies, kind.Resource.ApiVersion, null, Time(body), new FieldSet());
        var added = ControllersPart(desired);
        var managers = maker.Applies ? FieldOwnership.Applied(new JsonObject(), applied ?? desired, kind, [], entry, force: true).Managers : FieldOwnership.Written(null, desired, kind, [], entry);
        return added is null ? managers : FieldOwnership.Written(desired, added, kind, managers, new FieldManager(FluxManager(kind) ?? ControllerManager, Applies: false, kind.Resource.ApiVersion, null, Time(body), new FieldSet()));
    }

    private static (string Name, bool Applies)? Maker(ServedKind kind, JsonObject body)
    {
        var metadata = body["metadata"]!;
        var labels = metadata["labels"] as JsonObject;
        // What a workload makes carries the labels of its template, and is no less the workload's.
        if (metadata["ownerReferences"] is JsonArray { Count: > 0 }) return (ControllerManager, false);
        if (labels?.ContainsKey(KustomizeLabel) == true) return ("kustomize-controller", true);
        if (labels?.ContainsKey(HelmLabel) == true) return ("helm-controller", false);
        if (kind.Resource == KubeResources.Nodes) return ("kubelet", false);
        return kind.Resource == KubeResources.PersistentVolumes ? ("csi-provisioner", false) : null;
    }

    /// <summary>Takes what controllers added off the object; returns the object with it, null when there is none.</summary>
    private static JsonObject? ControllersPart(JsonObject desired)
    {
        var whole = (JsonObject)desired.DeepClone();
        TakeOffAdded(desired);
        return JsonNode.DeepEquals(whole, desired) ? null : whole;
    }

    private static void TakeOffAdded(JsonObject desired)
    {
        var metadata = desired["metadata"]!.AsObject();
        if (metadata["annotations"] is JsonObject annotations)
        {
            foreach (var key in annotations.Select(static pair => pair.Key).Where(static key => ControllersAnnotations.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToArray()) annotations.Remove(key);
            if (annotations.Count == 0) metadata.Remove("annotations");
        }

        if (((string?)desired["apiVersion"])?.Contains(FluxGroups, StringComparison.Ordinal) == true) metadata.Remove("finalizers");
        if ((string?)desired["kind"] != KubeResources.PersistentVolumeClaims.Kind) return;
        (desired["spec"] as JsonObject)?.Remove("volumeName");
        metadata.Remove("finalizers");
    }

    private static FieldManager? StatusOf(ServedKind kind, JsonObject body, List<FieldManager> managers)
    {
        if (body["status"] is not JsonObject { Count: > 0 } status || StatusManager(kind) is not { } name) return null;
        // An object that nobody is known to have made stays without managers, as one from before there were any.
        if (managers.Count == 0) return null;
        var schema = kind.Schema.Field("status") ?? Schema.Any;
        var set = new FieldSet();
        var below = FieldWalker.Compare(new JsonObject(), status, schema).Added;
        if (below.IsEmpty) return null;
        set.Child("f:status").Absorb(below);
        foreach (var other in managers) set = set.Difference(other.Fields);
        var time = (status["conditions"] as JsonArray ?? []).Select(static condition => (string?)condition?["lastTransitionTime"]).Append(Time(body)).Max(StringComparer.Ordinal);
        return set.IsEmpty ? null : new FieldManager(name, Applies: false, kind.Resource.ApiVersion, "status", time, set);
    }

    private static string? StatusManager(ServedKind kind)
    {
        if (!kind.HasStatus) return null;
        if (kind.IsCustom) return FluxManager(kind);
        return kind.Resource.Group switch
        {
            "sandbox.k8sops.io" or "apiextensions.k8s.io" => null,
            "" when kind.Resource.Plural is "pods" or "nodes" => "kubelet",
            _ => ControllerManager,
        };
    }

    /// <summary>The name under which a controller of Flux keeps the status and the finalizer of its objects; null for kinds of others.</summary>
    private static string? FluxManager(ServedKind kind) => kind.Resource.Group.EndsWith(FluxGroups, StringComparison.Ordinal) ? kind.Resource.Group.Split('.')[0] switch
    {
        "kustomize" => "gotk-kustomize-controller",
        "image" when kind.Resource.Plural == "imageupdateautomations" => "image-automation-controller",
        "image" => "image-reflector-controller",
        var part => part + "-controller",
    } : null;

    private static string? Time(JsonObject body) => (string?)body["metadata"]?["creationTimestamp"];
}
