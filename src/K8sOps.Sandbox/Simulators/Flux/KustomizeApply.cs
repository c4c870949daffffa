using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>
/// Applies manifests as kustomize-controller does: a dry run tells what has drifted, what hands have written is taken over, and the rest is
/// server-side applied by force.
/// </summary>
internal sealed class KustomizeApply(FluxWorld flux, CleanObjects clean)
{
    private const string Manager = "kustomize-controller";
    private const string Group = "kustomize.toolkit.fluxcd.io";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private WorldStore Store => (WorldStore)flux.Index.Store;

    /// <summary>Applies the manifests of a Kustomization, what defines others first.</summary>
    /// <param name="kustomization">The Kustomization.</param>
    /// <param name="manifests">What it was built to.</param>
    /// <param name="changes">What became of each, as far as it went.</param>
    /// <exception cref="FluxException">The server refused one.</exception>
    public void Apply(JsonObject kustomization, IReadOnlyList<JsonObject> manifests, List<AppliedChange> changes)
    {
        foreach (var stage in manifests.GroupBy(Stage).OrderBy(static stage => stage.Key))
        {
            var drifted = new List<(KubeResource Resource, JsonObject Manifest)>();
            var found = new List<AppliedChange>();
            foreach (var manifest in stage)
            {
                var change = Compare(kustomization, manifest, drifted);
                found.Add(change);
            }

            foreach (var (resource, manifest) in drifted) Write(resource, manifest);
            changes.AddRange(found);
        }
    }

    private static int Stage(JsonObject manifest) => manifest.Text("kind") switch
    {
        "CustomResourceDefinition" or "Namespace" or "ClusterRole" => 0,
        { } kind when kind.EndsWith("Class", StringComparison.Ordinal) => 1,
        _ => 2,
    };

    private AppliedChange Compare(JsonObject kustomization, JsonObject manifest, List<(KubeResource Resource, JsonObject Manifest)> drifted)
    {
        var resource = Kind(manifest);
        var entry = InventoryEntry.Parse(Inventory.Id(resource, manifest), resource.Version)!;
        if (clean.Has(resource, manifest)) return new AppliedChange(resource, entry, AppliedChange.Unchanged);
        var existing = Store.Collection(Store.Kinds.Of(resource)).Get(manifest.Namespace(), manifest.Name());
        if (IsSkipped(manifest, existing?.Body)) return new AppliedChange(resource, entry, AppliedChange.Skipped);
        var dry = DryRun(kustomization, resource, manifest, entry, ref existing);
        var isCleaned = existing is not null && CleanUp(resource, manifest, existing);
        if (!isCleaned && existing is not null && !HasDrifted(existing.Body, dry))
        {
            clean.Note(resource, manifest);
            return new AppliedChange(resource, entry, AppliedChange.Unchanged);
        }

        drifted.Add((resource, manifest));
        return new AppliedChange(resource, entry, existing is null ? AppliedChange.Created : AppliedChange.Configured);
    }

    private KubeResource Kind(JsonObject manifest)
    {
        var (version, kind) = (manifest.Text("apiVersion") ?? "", manifest.Text("kind") ?? "");
        var resource = Store.Kinds.All.FirstOrDefault(served => served.Resource.Kind == kind && served.Resource.ApiVersion == version)?.Resource;
        if (resource is null) throw Failed($"{Subject(manifest)} dry-run failed: no matches for kind \"{kind}\" in version \"{version}\"");
        if (resource.IsNamespaced && manifest.Namespace() is null) throw Failed($"{Subject(manifest)} namespace not specified: the server could not find the requested resource");
        return resource;
    }

    private JsonObject DryRun(JsonObject kustomization, KubeResource resource, JsonObject manifest, InventoryEntry entry, ref StoredObject? existing)
    {
        try
        {
            return flux.Apply(resource, manifest, Manager, isDryRun: true).Body;
        }
        catch (ApiException error) when (existing is not null && IsImmutable(error) && IsForced(kustomization, manifest, existing.Body))
        {
            Send(HttpMethod.Delete, resource, manifest, new JsonObject { ["propagationPolicy"] = "Background" }, "application/json");
            existing = Store.Collection(Store.Kinds.Of(resource)).Get(manifest.Namespace(), manifest.Name());
            if (existing is not null) throw Failed($"{entry.Subject} immutable field detected, failed to wait for object to be deleted: context deadline exceeded");
            return manifest;
        }
        catch (ApiException error) when (error.Reason == "NotFound")
        {
            throw Failed($"{entry.Subject} not found: {error.Message}");
        }
        catch (ApiException error)
        {
            throw Failed($"{entry.Subject} dry-run failed{(error.Reason.Length > 0 ? $" ({error.Reason})" : "")}: {error.Message}");
        }
    }

    private static bool IsImmutable(ApiException error) => error.Reason is "Conflict" or "Invalid" || error.Message.Contains("is immutable", StringComparison.Ordinal);

    private static bool IsForced(JsonObject kustomization, JsonObject manifest, JsonObject existing) =>
        kustomization.Flag("spec", "force") || Says(manifest, "force", "enabled") || Says(existing, "force", "enabled");

    private static bool IsSkipped(JsonObject manifest, JsonObject? existing)
    {
        if (Says(manifest, "reconcile", "disabled") || Says(manifest, "ssa", "Ignore")) return true;
        return existing is not null && (Says(existing, "reconcile", "disabled") || Says(existing, "ssa", "Ignore") || Says(manifest, "ssa", "IfNotPresent"));
    }

    /// <summary>Whether a label or an annotation of Flux's says so.</summary>
    public static bool Says(JsonObject item, string what, string value) =>
        string.Equals(item.Annotation($"{Group}/{what}") ?? item.Label($"{Group}/{what}"), value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes over what kubectl wrote, so that the apply drops what Git does not have; returns whether there was anything.</summary>
    private bool CleanUp(KubeResource resource, JsonObject manifest, StoredObject existing)
    {
        if (Says(manifest, "ssa", "Merge") || Says(existing.Body, "ssa", "Merge")) return false;
        var patch = new JsonArray();
        if (existing.Body.Annotation(LastApplied) is not null) patch.Add((JsonNode)new JsonObject { ["op"] = "remove", ["path"] = $"/metadata/annotations/{LastApplied.Replace("/", "~1", StringComparison.Ordinal)}" });
        if (TakenOver(existing.Managers) is { } managers) patch.Add((JsonNode)new JsonObject { ["op"] = "add", ["path"] = "/metadata/managedFields", ["value"] = FieldManager.Write(managers) });
        if (patch.Count == 0) return false;
        try
        {
            Send(HttpMethod.Patch, resource, manifest, patch, "application/json-patch+json");
        }
        catch (ApiException error)
        {
            throw Failed($"{Subject(manifest)} metadata.managedFields cleanup failed: {error.Message}");
        }

        return true;
    }

    /// <summary>The managers with those of hands made one with the controller's own; null when there are none of hands.</summary>
    private static List<FieldManager>? TakenOver(IReadOnlyList<FieldManager> managers)
    {
        var own = managers.FirstOrDefault(static manager => manager is { Name: Manager, Applies: true, Subresource: null });
        var left = new List<FieldManager>();
        var isEdited = false;
        foreach (var manager in managers)
        {
            if (ReferenceEquals(manager, own)) continue;
            if (!IsHand(manager))
            {
                left.Add(manager);
                continue;
            }

            own = own is null ? manager with { Name = Manager, Applies = true } : own with { Fields = own.Fields.Union(manager.Fields) };
            isEdited = true;
        }

        if (!isEdited) return null;
        left.Add(own!);
        return left;
    }

    // By how the name begins, for applies and updates alike: kubectl, kubectl-edit, kubectl-client-side-apply.
    private static bool IsHand(FieldManager manager) => manager.Subresource is null
        && (manager.Name.StartsWith("kubectl", StringComparison.Ordinal) || (!manager.Applies && (manager.Name.StartsWith("before-first-apply", StringComparison.Ordinal) || manager.Name.StartsWith(Manager, StringComparison.Ordinal))));

    private static bool HasDrifted(JsonObject existing, JsonObject dry)
    {
        foreach (var part in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (!Fields.Same(existing.At("metadata", part), dry.At("metadata", part))) return true;
        }

        return existing.Select(static pair => pair.Key).Union(dry.Select(static pair => pair.Key)).Any(key => key is not ("metadata" or "status") && !Fields.Same(existing[key], dry[key]));
    }

    private void Write(KubeResource resource, JsonObject manifest)
    {
        try
        {
            flux.Apply(resource, manifest, Manager);
        }
        catch (ApiException error)
        {
            throw Failed($"{Subject(manifest)} apply failed: {error.Message}");
        }
    }

    private void Send(HttpMethod method, KubeResource resource, JsonObject manifest, JsonNode body, string type)
    {
        flux.Server.Send(new KubeRequest
        {
            Method = method,
            PathAndQuery = string.Create(CultureInfo.InvariantCulture, $"{resource.Path(manifest.Namespace(), manifest.Name())}?fieldManager={Manager}"),
            ContentType = type,
            Body = JsonSerializer.SerializeToUtf8Bytes(body, StoredObject.Wire),
        });
        flux.Learn(resource, manifest.Namespace(), manifest.Name());
    }

    private static string Subject(JsonObject manifest) => manifest.Namespace() is { } ns ? $"{manifest.Text("kind")}/{ns}/{manifest.Name()}" : $"{manifest.Text("kind")}/{manifest.Name()}";

    private static FluxException Failed(string message) => new("ReconciliationFailed", message);
}
