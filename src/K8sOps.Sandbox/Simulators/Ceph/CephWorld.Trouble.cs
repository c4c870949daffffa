using K8sOps.Sandbox.Controllers;

namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>What may be wrong with a daemon beyond being gone.</content>
internal sealed partial class CephWorld
{
    private (int Osd, string Pod, DateTimeOffset Since)? slow;
    private (int Osd, string Pod)? flapping;

    /// <summary>The OSD that is slow to answer its clients, for as long as its process is the one that is.</summary>
    public (int Osd, long Operations, DateTimeOffset Since)? SlowOsd
    {
        get
        {
            if (slow is not { } found || PodOf("osd", Text(found.Osd))?.Uid() != found.Pod || !Osds.TryGetValue(found.Osd, out var osd) || !osd.IsUp) return null;
            return (found.Osd, Math.Min(38, 3 + (long)((Now - found.Since).TotalSeconds / 20)), found.Since);
        }
    }

    /// <summary>The OSD whose heartbeats get lost, for as long as its pod is the one whose network is bad.</summary>
    public int? FlappingOsd => flapping is { } found && PodOf("osd", Text(found.Osd))?.Uid() == found.Pod ? found.Osd : null;

    /// <summary>Makes the process that an OSD runs in now slow.</summary>
    public void SlowDown(int osd) => slow = (osd, PodOf("osd", Text(osd))?.Uid() ?? "", Now);

    /// <summary>Makes the network of the pod that an OSD runs in now lose heartbeats.</summary>
    public void LoseHeartbeats(int osd) => flapping = (osd, PodOf("osd", Text(osd))?.Uid() ?? "");

    /// <summary>Whether a pod is the one that loses heartbeats.</summary>
    public bool LosesHeartbeats(string pod) => flapping?.Pod == pod;

    /// <summary>Heartbeats between OSDs that took more than a second.</summary>
    public IReadOnlyList<(int From, int To, double Milliseconds)> SlowPings() => FlappingOsd is { } to && Osds.ContainsKey(to)
        ? [.. Osds.Values.Where(osd => osd.Id != to && osd.IsUp).Select(osd => (osd.Id, to, 5012.4 + (osd.Id * 731.25)))]
        : [];

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
