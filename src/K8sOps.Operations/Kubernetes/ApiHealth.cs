using K8sOps.Kubernetes;

namespace K8sOps.Kube;

/// <summary>The answer to <c>/readyz?verbose</c>: <c>[+]ping ok</c> and <c>[-]etcd failed: reason withheld</c>, a line a part.</summary>
internal sealed record ApiHealth(bool IsReady, int Parts, IReadOnlyList<string> Failed)
{
    public static ApiHealth Read(KubeText answer)
    {
        var lines = answer.Body.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var failed = lines.Where(l => l.StartsWith("[-]", StringComparison.Ordinal)).Select(NameOf).ToList();
        return new ApiHealth(answer.StatusCode == 200, lines.Count(l => l.StartsWith("[+]", StringComparison.Ordinal)) + failed.Count, failed);
    }

    private static string NameOf(string line)
    {
        var text = line[3..];
        var end = text.IndexOf(" failed", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
