using System.Text.Json.Nodes;

namespace K8sOps.Sandbox.Controllers;

/// <summary>Taints of nodes and tolerations of pods.</summary>
internal static class Taints
{
    public const string Unreachable = "node.kubernetes.io/unreachable";
    public const string NotReady = "node.kubernetes.io/not-ready";
    public const string Unschedulable = "node.kubernetes.io/unschedulable";

    public static bool Tolerates(JsonObject toleration, string key, string value, string effect)
    {
        if (toleration.Text("effect") is { Length: > 0 } wanted && wanted != effect) return false;
        var exists = toleration.Text("operator") == "Exists";
        if (toleration.Text("key") is not { Length: > 0 } tolerated) return exists;
        return tolerated == key && (exists || (toleration.Text("value") ?? "") == value);
    }

    public static bool IsTolerated(JsonObject pod, JsonObject taint) => Toleration(pod, taint) is not null;

    public static JsonObject? Toleration(JsonObject pod, JsonObject taint) => pod.Objects("spec", "tolerations").FirstOrDefault(toleration =>
        Tolerates(toleration, taint.Text("key") ?? "", taint.Text("value") ?? "", taint.Text("effect") ?? ""));

    /// <summary>The first taint that keeps new pods off and that the pod does not tolerate.</summary>
    public static JsonObject? FirstUntolerated(JsonObject node, JsonObject pod) => node.Objects("spec", "taints")
        .FirstOrDefault(taint => taint.Text("effect") is "NoSchedule" or "NoExecute" && !IsTolerated(pod, taint));
}
