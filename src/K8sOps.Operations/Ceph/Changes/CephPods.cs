using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>What the pods of a daemon say, for errors and progress.</summary>
internal sealed class CephPods(Cluster cluster)
{
    /// <summary><c>pod rook-ceph-osd-3-7d9f: CrashLoopBackOff</c>, or that there is none; what cannot be read is told as such.</summary>
    public async Task<string> StateAsync(string ns, string labels, OperationContext context, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        try
        {
            var query = new PodQuery { Namespaces = [NamePattern.Escape(ns)], LabelSelector = labels };
            await foreach (var pod in new PodService(cluster).ListAsync(query, context, cancellationToken).ConfigureAwait(false))
            {
                said.Add($"pod {pod.Name}: {pod.Status}{(pod.Message is { Length: > 0 } message ? ": " + message.Trim().TrimEnd('.') : "")}");
            }
        }
        catch (OperationException e)
        {
            return $"its pods cannot be looked at ({e.Message})";
        }

        return said.Count == 0 ? "it has no pod" : string.Join("; ", said);
    }
}
