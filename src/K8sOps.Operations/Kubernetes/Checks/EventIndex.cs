using System.Globalization;

namespace K8sOps.Kube.Checks;

/// <summary>Warning events by the object that they tell of.</summary>
internal sealed class EventIndex
{
    private const int MostEvidence = 5;
    private readonly ILookup<(string? Kind, string? Namespace, string? Name), K8sEvent> _events;
    private readonly DateTimeOffset _now;

    public EventIndex(IReadOnlyList<K8sEvent> events, DateTimeOffset now)
    {
        _now = now;

        // Events of objects without a namespace stand in "default".
        _events = events.ToLookup(e => (e.RegardingKind, e.RegardingKind is "Node" or "PersistentVolume" ? null : e.Namespace, e.RegardingName));
    }

    /// <summary>The newest event about an object, those left out that only say again what its status says; null when there is none.</summary>
    public K8sEvent? Newest(string kind, string? ns, string name, params ReadOnlySpan<string> except)
    {
        K8sEvent? newest = null;
        foreach (var e in _events[(kind, ns, name)])
        {
            if (!except.Contains(e.Reason)) newest = e;
        }

        return newest;
    }

    /// <summary>The newest few events about an object, newest first, as lines to keep.</summary>
    public IReadOnlyList<string> Evidence(string kind, string? ns, string name)
        => [.. _events[(kind, ns, name)].Reverse().Take(MostEvidence).Select(Line)];

    private string Line(K8sEvent e)
    {
        var times = e.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", {e.Count} times") : "";
        return string.Create(CultureInfo.InvariantCulture, $"event {e.Reason} ({AgeText.Of(_now - (e.LastSeenAt ?? _now))} ago{times}): {e.Message}");
    }
}
