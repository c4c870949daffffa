using K8sOps.Kube.Wire;

namespace K8sOps.Kube.Checks;

/// <summary>
/// The pods of a cluster as the checks need them: how many there are, and a record for each that is not healthy or has lately restarted.
/// Of twenty thousand healthy pods nothing is kept.
/// </summary>
internal sealed class PodCensus(string cluster, DateTimeOffset now)
{
    /// <summary>How far back a restart still counts: what crashed once yesterday is not news.</summary>
    public static readonly TimeSpan RecentWindow = TimeSpan.FromMinutes(30);

    private readonly List<K8sPod> _remarkable = [];

    public int Total { get; private set; }

    public IReadOnlyList<K8sPod> Remarkable => _remarkable;

    public void Add(PodWire pod)
    {
        Total++;
        if (PodReading.IsHealthy(pod, now) && !HasRecentEnding(pod)) return;
        _remarkable.Add(PodReading.ToRecord(pod, cluster, now));
    }

    public static bool IsRecent(DateTimeOffset? at, DateTimeOffset now) => at is { } time && now - time <= RecentWindow;

    private bool HasRecentEnding(PodWire pod)
    {
        foreach (var container in pod.Status.ContainerStatuses ?? [])
        {
            if (IsRecent(container.LastState?.Terminated?.FinishedAt, now)) return true;
        }

        foreach (var container in pod.Status.InitContainerStatuses ?? [])
        {
            if (IsRecent(container.LastState?.Terminated?.FinishedAt, now)) return true;
        }

        return false;
    }
}
