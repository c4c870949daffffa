using K8sOps.Kube.Wire;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>From the wire shape of a node to the record.</summary>
internal static class NodeReading
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private static readonly string[] s_pressures = ["MemoryPressure", "DiskPressure", "PIDPressure", "NetworkUnavailable"];

    public static K8sNode ToRecord(NodeWire node, string cluster, DateTimeOffset now)
    {
        var conditions = node.Status.Conditions ?? [];
        var ready = Array.Find(conditions, c => c.Type == "Ready");
        var isReady = ready is { Status: "True" };
        var status = isReady ? "Ready" : ready is null ? "Unknown" : "NotReady";
        var pressures = s_pressures.Select(p => Array.Find(conditions, c => c.Type == p && c.Status == "True")).OfType<ConditionWire>().ToArray();
        return new K8sNode
        {
            Cluster = cluster,
            Name = node.Metadata.Name,
            Status = node.Spec.Unschedulable ? status + ",SchedulingDisabled" : status,
            Ready = isReady,
            Reason = isReady ? null : ready?.Reason ?? "NoReadyCondition",
            Message = isReady ? null : ready?.Message ?? "the kubelet has not told its state",
            NotReadySince = isReady ? null : ready?.LastTransitionTime,
            Roles = RolesOf(node.Metadata.Labels),
            Version = node.Status.NodeInfo?.KubeletVersion,
            InternalIP = Array.Find(node.Status.Addresses ?? [], a => a.Type == "InternalIP")?.Address,
            OSImage = node.Status.NodeInfo?.OsImage,
            KernelVersion = node.Status.NodeInfo?.KernelVersion,
            ContainerRuntime = node.Status.NodeInfo?.ContainerRuntimeVersion,
            Unschedulable = node.Spec.Unschedulable,
            CordonReason = Cordon(node, CordonAnnotations.Reason),
            CordonedBy = Cordon(node, CordonAnnotations.By),
            CordonedAt = KubeTime.TryParse(Cordon(node, CordonAnnotations.At), out var at) ? at : null,
            Taints = [.. (node.Spec.Taints ?? []).Select(t => string.IsNullOrEmpty(t.Value) ? $"{t.Key}:{t.Effect}" : $"{t.Key}={t.Value}:{t.Effect}")],
            Pressures = [.. pressures.Select(p => p.Type)],
            PressureMessages = [.. pressures.Select(p => p.Message ?? "")],
            CpuCapacity = (double?)Amount(node.Status.Capacity, "cpu"),
            CpuAllocatable = (double?)Amount(node.Status.Allocatable, "cpu"),
            MemoryCapacityBytes = Bytes(node.Status.Capacity),
            MemoryAllocatableBytes = Bytes(node.Status.Allocatable),
            PodCapacity = (int?)Amount(node.Status.Capacity, "pods"),
            Uid = node.Metadata.Uid,
            CreatedAt = node.Metadata.CreationTimestamp,
            ObservedAt = now,
        };
    }

    /// <summary>What is written of the cordon; what is left of an earlier one says nothing of a node that is not cordoned.</summary>
    private static string? Cordon(NodeWire node, string annotation) => node.Spec.Unschedulable ? node.Metadata.Annotations?.GetValueOrDefault(annotation) : null;

    /// <summary>The roles as kubectl lists them: what follows the prefix, and the value of the old label <c>kubernetes.io/role</c>.</summary>
    private static string[] RolesOf(Dictionary<string, string>? labels)
    {
        if (labels is null) return [];
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels)
        {
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length) roles.Add(key[RolePrefix.Length..]);
            else if (key == "kubernetes.io/role" && value.Length > 0) roles.Add(value);
        }

        return [.. roles];
    }

    private static decimal? Amount(Dictionary<string, string>? resources, string name)
        => resources is not null && resources.TryGetValue(name, out var text) && KubeQuantity.TryParseCores(text, out var value) ? value : null;

    private static long? Bytes(Dictionary<string, string>? resources)
        => resources is not null && resources.TryGetValue("memory", out var text) && KubeQuantity.TryParseBytes(text, out var bytes) ? bytes : null;
}
