using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>Who suspended an object that nobody left word on: the managed fields tell which tool set <c>spec.suspend</c>, and when it wrote last.</summary>
internal static class FluxSuspension
{
    private static readonly FieldPath s_suspend = FieldPath.Of("spec", "suspend");

    /// <summary>The field manager that owns <c>spec.suspend</c>, and its last write.</summary>
    public static (string? By, DateTimeOffset? At) Of(JsonObject live)
    {
        foreach (var entry in live.Items("metadata", "managedFields").Where(e => string.IsNullOrEmpty(e.Text("subresource")) && ManagedFields.Owns(e, s_suspend)))
        {
            return (entry.Text("manager"), KubeTime.TryParse(entry.Text("time"), out var at) ? at : null);
        }

        return default;
    }

    /// <summary>
    /// Whether the parent takes a suspension back that belongs to this manager: kustomize-controller takes over, and drops, the fields of
    /// every manager whose name begins with <c>kubectl</c> (fluxcd/pkg ssa).
    /// </summary>
    public static bool IsTakenBack(string? manager) => manager is not null && (manager.StartsWith("kubectl", StringComparison.Ordinal) || manager == "before-first-apply");
}
