using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>
/// Binds claims: to volumes that are there, or to new ones that the class's provisioner makes, at once or when a pod has been placed.
/// Keeps a claim that is being deleted until no pod uses it.
/// </summary>
internal sealed class VolumeController(WorldIndex world) : Controller(world)
{
    private const string BinderComponent = "persistentvolume-controller";
    private const string Protection = "kubernetes.io/pvc-protection";
    private const string SelectedNode = "volume.kubernetes.io/selected-node";
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";
    private static readonly TimeSpan ProvisionTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryTime = TimeSpan.FromSeconds(15);
    private readonly HashSet<string> unbound = [];
    private readonly HashSet<string> provisioning = [];

    public override void Changed(IWorldStore store, KubeResource resource, JsonObject? before, JsonObject? after)
    {
        if (resource == KubeResources.PersistentVolumeClaims)
        {
            if (after is null) Released(before!);
            else Enqueue(resource, after, Reconcile);
        }
        else if (resource == KubeResources.StorageClasses || resource == Kinds.PersistentVolumes)
        {
            if (unbound.Count > 0 && after is not null) RetryUnbound();
        }
        else if (resource == KubeResources.Pods && before is not null && (after is null || PodState.IsFinished(after)))
        {
            foreach (var claim in PodClaims.NamesOf(before)) Enqueue(KubeResources.PersistentVolumeClaims, before.Namespace(), claim, Reconcile);
        }
    }

    private void RetryUnbound()
    {
        foreach (var key in unbound)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            Enqueue(KubeResources.PersistentVolumeClaims, key[..slash], key[(slash + 1)..], Reconcile);
        }
    }

    private void Reconcile(JsonObject claim)
    {
        if (claim.IsTerminating())
        {
            Release(claim);
            return;
        }

        if (claim.Text("status", "phase") is "Bound" or "Lost")
        {
            unbound.Remove(Key(claim));
            return;
        }

        claim = Prepare(claim);
        unbound.Add(Key(claim));
        if (FindVolume(claim) is { } volume) Bind(claim, volume);
        else if (claim.Text("spec", "volumeName") is null or "") Provision(claim);
    }

    /// <summary>What admission does: the protecting finalizer, and the default class for a claim that names none.</summary>
    private JsonObject Prepare(JsonObject claim)
    {
        var isProtected = claim.Texts("metadata", "finalizers").Contains(Protection);
        var defaultClass = claim.At("spec", "storageClassName") is null ? DefaultClassName() : null;
        var changed = isProtected && defaultClass is null ? claim : World.Update(KubeResources.PersistentVolumeClaims, claim, item =>
        {
            if (!isProtected) item.Child("metadata").Items("finalizers").Add(Protection);
            if (defaultClass is not null) item.Child("spec")["storageClassName"] = defaultClass;
            item.Child("spec")["volumeMode"] ??= "Filesystem";
        }) ?? claim;
        if (changed.Text("status", "phase") is null)
            changed = World.UpdateStatus(KubeResources.PersistentVolumeClaims, changed, static item => item.Child("status")["phase"] = "Pending") ?? changed;
        return changed;
    }

    private string? DefaultClassName() => World.All(KubeResources.StorageClasses)
        .Where(static item => item.Annotation(DefaultClass) == "true").Select(static item => item.Name()).Order(StringComparer.Ordinal).FirstOrDefault();

    private JsonObject? FindVolume(JsonObject claim)
    {
        if (claim.Text("spec", "volumeName") is { Length: > 0 } named) return World.Get(Kinds.PersistentVolumes, null, named);
        if (World.Get(Kinds.PersistentVolumes, null, "pvc-" + claim.Uid()) is { } made) return made;
        var wanted = Quantity.Parse(claim.Text("spec", "resources", "requests", "storage"));
        return World.All(Kinds.PersistentVolumes)
            .Where(volume => volume.Text("status", "phase") is null or "Available" && volume.Object("spec", "claimRef") is null
                && (volume.Text("spec", "storageClassName") ?? "") == (claim.Text("spec", "storageClassName") ?? "")
                && Quantity.Parse(volume.Text("spec", "capacity", "storage")) >= wanted
                && claim.Texts("spec", "accessModes").All(mode => volume.Texts("spec", "accessModes").Contains(mode)))
            .OrderBy(static volume => Quantity.Parse(volume.Text("spec", "capacity", "storage")))
            .ThenBy(static volume => volume.Name(), StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private void Provision(JsonObject claim)
    {
        var className = claim.Text("spec", "storageClassName") ?? "";
        if (className.Length == 0)
        {
            World.Event(claim, "Normal", "FailedBinding", "no persistent volumes available for this claim and no storage class is set", BinderComponent);
            return;
        }

        if (World.Get(KubeResources.StorageClasses, null, className) is not { } storageClass)
        {
            if (!provisioning.Add(claim.Uid())) return;
            World.Event(claim, "Warning", "ProvisioningFailed", $"storageclass.storage.k8s.io \"{className}\" not found", BinderComponent);
            World.After(RetryTime, () => Retry(claim));
            return;
        }

        if (storageClass.Text("volumeBindingMode") == "WaitForFirstConsumer" && claim.Annotation(SelectedNode) is null)
        {
            if (!provisioning.Contains(claim.Uid())) World.Event(claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding", BinderComponent);
            return;
        }

        if (!provisioning.Add("made/" + claim.Uid())) return;
        var provisioner = storageClass.Text("provisioner") ?? "";
        World.Event(claim, "Normal", "ExternalProvisioning", $"Waiting for a volume to be created either by the external provisioner '{provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.", BinderComponent);
        World.Event(claim, "Normal", "Provisioning", $"External provisioner is provisioning volume for claim \"{claim.Namespace()}/{claim.Name()}\"", provisioner);
        World.After(ProvisionTime, () => Provisioned(claim, storageClass, provisioner));
    }

    private void Retry(JsonObject claim)
    {
        provisioning.Remove(claim.Uid());
        if (World.Get(KubeResources.PersistentVolumeClaims, claim.Namespace(), claim.Name()) is { } found && found.Uid() == claim.Uid())
            Enqueue(KubeResources.PersistentVolumeClaims, found, Reconcile);
    }

    private void Provisioned(JsonObject claim, JsonObject storageClass, string provisioner)
    {
        provisioning.Remove("made/" + claim.Uid());
        if (World.Get(KubeResources.PersistentVolumeClaims, claim.Namespace(), claim.Name()) is not { } found || found.Uid() != claim.Uid() || found.IsTerminating()) return;
        var volume = World.Create(Kinds.PersistentVolumes, ProvisionedVolume.For(found, storageClass, provisioner));
        World.Event(found, "Normal", "ProvisioningSucceeded", $"Successfully provisioned volume {volume.Name()}", provisioner);
        Bind(found, volume);
    }

    private void Bind(JsonObject claim, JsonObject volume)
    {
        var reference = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolumeClaim",
            ["name"] = claim.Name(),
            ["namespace"] = claim.Namespace(),
            ["uid"] = claim.Uid(),
        };
        if (volume.Text("spec", "claimRef", "uid") is { } taken && taken != claim.Uid()) return;
        if (volume.Object("spec", "claimRef") is null) volume = World.Update(Kinds.PersistentVolumes, volume, item => item.Child("spec")["claimRef"] = reference) ?? volume;
        World.UpdateStatus(Kinds.PersistentVolumes, volume, item => Turn(item, "Bound"));
        var bound = World.Update(KubeResources.PersistentVolumeClaims, claim, item =>
        {
            item.Child("spec")["volumeName"] = volume.Name();
            var annotations = item.Child("metadata").Child("annotations");
            annotations["pv.kubernetes.io/bind-completed"] = "yes";
            annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
        });
        if (bound is null) return;
        World.UpdateStatus(KubeResources.PersistentVolumeClaims, bound, item =>
        {
            var status = item.Child("status");
            status["phase"] = "Bound";
            status["accessModes"] = volume.At("spec", "accessModes")?.DeepClone();
            status["capacity"] = volume.At("spec", "capacity")?.DeepClone();
        });
        unbound.Remove(Key(bound));
    }

    private void Release(JsonObject claim)
    {
        if (!claim.Texts("metadata", "finalizers").Contains(Protection)) return;
        if (World.PodsUsingClaim(claim.Namespace() ?? "", claim.Name()).Any(static pod => !PodState.IsFinished(pod) && pod.Text("spec", "nodeName") is { Length: > 0 })) return;
        World.Update(KubeResources.PersistentVolumeClaims, claim, static item =>
        {
            var finalizers = item.Child("metadata").Items("finalizers");
            foreach (var found in finalizers.Where(static value => value.Text() == Protection).ToList()) finalizers.Remove(found);
            if (finalizers.Count == 0) item.Child("metadata").Remove("finalizers");
        });
    }

    private void Released(JsonObject claim)
    {
        unbound.Remove(Key(claim));
        if (claim.Text("spec", "volumeName") is not { Length: > 0 } name) return;
        if (World.Get(Kinds.PersistentVolumes, null, name) is not { } volume || volume.Text("spec", "claimRef", "uid") != claim.Uid()) return;
        World.UpdateStatus(Kinds.PersistentVolumes, volume, item => Turn(item, "Released"));
        if (volume.Text("spec", "persistentVolumeReclaimPolicy") != "Delete") return;
        World.After(ProvisionTime, () =>
        {
            if (World.Get(Kinds.PersistentVolumes, null, name) is { } released && released.Text("status", "phase") == "Released") World.Remove(Kinds.PersistentVolumes, released);
        });
    }

    private void Turn(JsonObject volume, string phase)
    {
        var status = volume.Child("status");
        if (status.Text("phase") == phase) return;
        status["phase"] = phase;
        status["lastPhaseTransitionTime"] = Fields.Stamp(World.Now);
    }

    private static string Key(JsonObject claim) => $"{claim.Namespace()}/{claim.Name()}";
}
