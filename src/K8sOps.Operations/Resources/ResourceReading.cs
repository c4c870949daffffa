using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>From the wire to the record.</summary>
internal static class ResourceReading
{
    public static K8sResource ToRecord(JsonObject o, KubeResource resource, string cluster, DateTimeOffset now, bool withSecretData = false, ResourceAction action = ResourceAction.None)
    {
        // Items of a list carry neither kind nor version: the list does.
        var whole = new JsonObject { ["apiVersion"] = resource.ApiVersion, ["kind"] = resource.Kind };
        foreach (var (key, value) in o)
        {
            if (key is not ("apiVersion" or "kind")) whole[key] = value?.DeepClone();
        }

        if (!withSecretData) whole = SecretText.Without(whole);
        var metadata = whole["metadata"] as JsonObject ?? [];
        var state = ObjectState.Of(whole, now);
        var owner = metadata.Items("ownerReferences").FirstOrDefault(r => r.Flag("controller"));
        return new K8sResource
        {
            Cluster = cluster,
            ApiVersion = resource.ApiVersion,
            Kind = resource.Kind,
            Namespace = metadata.Text("namespace"),
            Name = metadata.Text("name") ?? "",
            Status = state.Status,
            Ready = state.Ready,
            Message = state.Message,
            Action = action,
            Labels = metadata.Texts("labels"),
            Annotations = metadata.Texts("annotations"),
            OwnerKind = owner.Text("kind"),
            OwnerName = owner.Text("name"),
            ManagedBy = FluxOwnership.Of(whole)?.ToString(),
            Uid = metadata.Text("uid"),
            CreatedAt = KubeTime.TryParse(metadata.Text("creationTimestamp"), out var created) ? created : null,
            Object = ObjectTree.From(whole),
            ObservedAt = now,
        };
    }
}
