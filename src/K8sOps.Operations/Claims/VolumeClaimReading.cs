using System.Text.Json.Nodes;
using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>From a claim as the API server wrote it to the record.</summary>
internal static class VolumeClaimReading
{
    private static readonly string[] s_resizing = ["ControllerResizeError", "NodeResizeError", "FileSystemResizePending", "Resizing"];

    public static K8sVolumeClaim ToRecord(JsonObject claim, string cluster, DateTimeOffset now)
    {
        var (status, message) = ResizeOf(claim);
        return new K8sVolumeClaim
        {
            Cluster = cluster,
            Namespace = claim.Text("metadata", "namespace") ?? "",
            Name = claim.Text("metadata", "name") ?? "",
            Phase = Enum.TryParse<VolumeClaimPhase>(claim.Text("status", "phase"), out var phase) ? phase : VolumeClaimPhase.Unknown,
            StorageClass = claim.Text("spec", "storageClassName") is { Length: > 0 } name ? name : null,
            Volume = claim.Text("spec", "volumeName") is { Length: > 0 } volume ? volume : null,
            AccessModes = [.. (claim.At("spec", "accessModes") as JsonArray ?? []).Select(m => m?.ToString() ?? "")],
            VolumeMode = claim.Text("spec", "volumeMode") ?? "Filesystem",
            RequestedBytes = Requested(claim),
            CapacityBytes = Capacity(claim),
            ResizeStatus = status,
            ResizeMessage = message,
            Uid = claim.Text("metadata", "uid"),
            CreatedAt = Time(claim, "creationTimestamp"),
            DeletionTimestamp = Time(claim, "deletionTimestamp"),
            ObservedAt = now,
        };
    }

    /// <summary>What is asked for, in bytes.</summary>
    public static long? Requested(JsonObject claim) => Bytes(claim.At("spec", "resources", "requests", "storage"));

    /// <summary>What there is, in bytes.</summary>
    public static long? Capacity(JsonObject claim) => Bytes(claim.At("status", "capacity", "storage"));

    /// <summary>Whether the driver or the node has given up (Kubernetes 1.34 and newer tell it).</summary>
    public static bool IsInfeasible(JsonObject claim) => claim.Text("status", "allocatedResourceStatuses", "storage") is { } status && status.EndsWith("Infeasible", StringComparison.Ordinal);

    private static (string? Status, string? Message) ResizeOf(JsonObject claim)
    {
        var conditions = claim.Items("status", "conditions").Where(c => c.Text("status") == "True").ToList();
        var found = s_resizing.Select(type => conditions.Find(c => c.Text("type") == type)).FirstOrDefault(c => c is not null);
        var status = IsInfeasible(claim) ? claim.Text("status", "allocatedResourceStatuses", "storage") : found.Text("type");
        return (status, found.Text("message") is { Length: > 0 } message ? message : null);
    }

    private static long? Bytes(JsonNode? quantity) => KubeQuantity.TryParseBytes(quantity?.ToString(), out var bytes) ? bytes : null;

    private static DateTimeOffset? Time(JsonObject claim, string field) => KubeTime.TryParse(claim.Text("metadata", field), out var at) ? at : null;
}
