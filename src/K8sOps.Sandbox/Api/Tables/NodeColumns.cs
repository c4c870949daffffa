using System.Text.Json.Nodes;

namespace K8sOps.Sandbox;

/// <summary>The columns of <c>kubectl get nodes</c>.</summary>
internal static class NodeColumns
{
    private const string RoleLabel = "node-role.kubernetes.io/";

    public static IReadOnlyList<PrintedColumn> All { get; } =
    [
        new("Name", (o, _) => Cell.Text(o, "metadata", "name")),
        new("Status", (o, _) => Status(o)),
        new("Roles", (o, _) => Roles(o)),
        new("Age", (o, now) => Cell.Age(o, now, "metadata", "creationTimestamp")),
        new("Version", (o, _) => Cell.Text(o, "status", "nodeInfo", "kubeletVersion")),
        new("Internal-IP", (o, _) => Address(o, "InternalIP"), Wide: true),
        new("External-IP", (o, _) => Address(o, "ExternalIP"), Wide: true),
        new("OS-Image", (o, _) => Cell.Text(o, "status", "nodeInfo", "osImage") ?? "<unknown>", Wide: true),
        new("Kernel-Version", (o, _) => Cell.Text(o, "status", "nodeInfo", "kernelVersion") ?? "<unknown>", Wide: true),
        new("Container-Runtime", (o, _) => Cell.Text(o, "status", "nodeInfo", "containerRuntimeVersion") ?? "<unknown>", Wide: true),
    ];

    private static string Status(JsonObject node)
    {
        var ready = Cell.Array(node, "status", "conditions").FirstOrDefault(c => Cell.Text(c, "type") == "Ready");
        var text = ready is null ? "Unknown" : Cell.Text(ready, "status") == "True" ? "Ready" : "NotReady";
        return Cell.Text(node, "spec", "unschedulable") == "true" ? text + ",SchedulingDisabled" : text;
    }

    private static string Roles(JsonObject node)
    {
        var roles = (Cell.Object(node, "metadata", "labels") ?? []).Where(l => l.Key.StartsWith(RoleLabel, StringComparison.Ordinal)).Select(l => l.Key[RoleLabel.Length..]).Order(StringComparer.Ordinal).ToList();
        return roles.Count == 0 ? "<none>" : string.Join(',', roles);
    }

    private static string Address(JsonObject node, string type)
        => Cell.Array(node, "status", "addresses").FirstOrDefault(a => Cell.Text(a, "type") == type) is { } address ? Cell.Text(address, "address") ?? "<none>" : "<none>";
}
