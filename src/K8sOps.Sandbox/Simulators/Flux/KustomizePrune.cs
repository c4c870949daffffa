using System.Text.Json;
using System.Text.Json.Nodes;
using K8sOps.Kubernetes;
using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Flux;

/// <summary>Deletes what a Kustomization has applied and has no longer.</summary>
internal sealed class KustomizePrune(FluxWorld flux)
{
    private WorldStore Store => (WorldStore)flux.Index.Store;

    /// <summary>Deletes objects, those that others need last; what is not the Kustomization's any more stays.</summary>
    /// <param name="kustomization">The Kustomization.</param>
    /// <param name="entries">The objects.</param>
    /// <exception cref="FluxException">The server refused.</exception>
    public IReadOnlyList<AppliedChange> Delete(JsonObject kustomization, IEnumerable<InventoryEntry> entries)
    {
        var changes = new List<AppliedChange>();
        foreach (var entry in entries.Reverse())
        {
            if (Store.Kinds.All.FirstOrDefault(kind => kind.Resource.Kind == entry.Kind && kind.Resource.Group == entry.Group && kind.Resource.Version == entry.Version)?.Resource is not { } resource) continue;
            changes.Add(new AppliedChange(resource, entry, Delete(kustomization, resource, entry)));
        }

        return changes;
    }

    private string Delete(JsonObject kustomization, KubeResource resource, InventoryEntry entry)
    {
        if (Store.Stored(resource, entry.Namespace, entry.Name) is not { } existing) return AppliedChange.Deleted;
        var isOurs = existing.Label(FluxUpstream.NameLabel) == kustomization.Name() && existing.Label(FluxUpstream.NamespaceLabel) == kustomization.Namespace();
        if (!isOurs || KustomizeApply.Says(existing, "prune", "disabled") || KustomizeApply.Says(existing, "reconcile", "disabled") || KustomizeApply.Says(existing, "ssa", "Ignore")) return AppliedChange.Skipped;
        try
        {
            flux.Server.Send(new KubeRequest
            {
                Method = HttpMethod.Delete,
                PathAndQuery = resource.Path(entry.Namespace, entry.Name),
                ContentType = "application/json",
                Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = "Background" }),
            });
        }
        catch (ApiException error)
        {
            throw new FluxException("PruneFailed", $"delete failed, errors: {entry.Subject} delete failed: {error.Message};");
        }

        flux.Learn(resource, entry.Namespace, entry.Name);
        return AppliedChange.Deleted;
    }
}
