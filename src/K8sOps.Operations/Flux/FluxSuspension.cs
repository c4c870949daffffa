using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Flux;

/// <summary>Who suspended an object that nobody left word on: the managed fields tell which tool set <c>spec.suspend</c>, and when it wrote last.</summary>
internal static class FluxSuspension
{
    private static readonly FieldPath s_suspend = FieldPath.Of("spec", "suspend");

    /// <summary>The field manager that owns <c>spec.suspend</c>, and its last write; of several, one that holds (see <see cref="IsTakenBack"/>).</summary>
    public static (string? By, DateTimeOffset? At) Of(JsonObject live)
    {
        var owners = live.Items("metadata", "managedFields").Where(e => string.IsNullOrEmpty(e.Text("subresource")) && ManagedFields.Owns(e, s_suspend));
        return owners.OrderBy(e => IsTakenBack(e.Text("manager"))).FirstOrDefault() is { } owner
            ? (owner.Text("manager"), KubeTime.TryParse(owner.Text("time"), out var at) ? at : null)
            : default;
    }

    /// <summary>
    /// Whether the parent takes a suspension back that belongs to this manager: kustomize-controller takes over, and drops, the fields of
    /// every manager whose name begins with <c>kubectl</c> (fluxcd/pkg ssa).
    /// </summary>
    public static bool IsTakenBack(string? manager) => manager is not null && (manager.StartsWith("kubectl", StringComparison.Ordinal) || manager == "before-first-apply");
}
