using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>What the server means when it does not evict a pod.</summary>
internal static class EvictionRefusal
{
    /// <summary>The pod is gone, or its name belongs to another by now.</summary>
    public static bool IsOver(KubeApiException e) => e.StatusCode is 404 or 409 && e.HasStatus;

    /// <summary>The pod's namespace is being deleted, and takes the pod with it.</summary>
    public static bool IsNamespaceTerminating(KubeApiException e) => e.StatusCode == 403 && e.Causes.Any(c => c.Reason == "NamespaceTerminating");

    /// <summary>The budget's own words (its name, how many pods it needs and has), else the server's.</summary>
    public static string Why(KubeApiException e) => e.Causes.FirstOrDefault(c => c.Reason == "DisruptionBudget")?.Message is { Length: > 0 } why ? Sentence(why) : Sentence(e.Message);

    private static string Sentence(string text) => text.TrimEnd('.', ' ');
}
