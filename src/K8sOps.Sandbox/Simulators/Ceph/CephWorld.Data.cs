namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>Where data is placed, and how it moves there.</content>
internal sealed partial class CephWorld
{
    /// <summary>What recovery moves in all, in bytes a second.</summary>
    public const long RecoveryRate = 200L << 20;

    // What BlueStore needs for itself on each device.
    private const long Overhead = 3L << 29;
    private const int Lanes = 3;
    private DateTimeOffset moved;

    /// <summary>Bytes that an OSD uses; what moves to it counts as far as it has come.</summary>
    public long UsedBytes(CephOsd osd)
    {
        var bytes = (double)Overhead;
        foreach (var group in Groups)
        {
            if (group.Holders.TryGetValue(osd.Id, out var lacks)) bytes += group.Objects == 0 ? 0 : group.Bytes * (1 - (lacks / group.Objects));
        }

        return (long)bytes;
    }

    public double UsedRatio(CephOsd osd) => UsedBytes(osd) / (double)osd.Bytes;

    /// <summary>Objects that are still to be copied, and their bytes.</summary>
    public (long Objects, long Bytes) LeftToMove()
    {
        var (objects, bytes) = (0.0, 0.0);
        foreach (var group in Groups.Where(static group => group.Objects > 0))
        {
            var lacks = group.Up.Sum(osd => group.Holders.GetValueOrDefault(osd));
            objects += lacks;
            bytes += lacks / group.Objects * group.Bytes;
        }

        return ((long)objects, (long)bytes);
    }

    /// <summary>Whether anything moves at this moment.</summary>
    public bool IsMoving => Tasks().Any();

    /// <summary>Puts all data where it belongs, as if it had been written there.</summary>
    public void PlaceAll()
    {
        Settle();
        foreach (var group in Groups)
        {
            group.Holders.Clear();
            group.Backfills.Clear();
            foreach (var osd in Chosen(group)) group.Holders[osd] = 0;
        }

        Remap();
    }

    /// <summary>What would lie on an OSD once all has moved, in bytes.</summary>
    public long PlacedBytes(CephOsd osd) => Overhead + Groups.Where(group => Chosen(group).Contains(osd.Id)).Sum(static group => group.Bytes);

    /// <summary>
    /// The OSDs that CRUSH chooses for a group, up or not: one a host. Within a host the groups are dealt out evenly by weight, as the
    /// balancer would have it.
    /// </summary>
    private List<int> Chosen(CephPlacementGroup group)
    {
        var hosts = Osds.Values.Where(static osd => osd.HasPlace).Select(static osd => osd.Host).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var chosen = new List<int>(group.Pool.Size);
        for (var i = 0; i < hosts.Count && chosen.Count < group.Pool.Size; i++)
        {
            var at = (group.Number + group.Pool.Id + i) % hosts.Count;
            var draw = ((group.Number + (group.Pool.Id * 5)) * 0.6180339887498949) + (at * 0.37);
            if (Within(hosts[at], draw - Math.Floor(draw)) is { } osd) chosen.Add(osd);
        }

        return chosen;
    }

    private int? Within(string host, double draw)
    {
        var candidates = Osds.Values.Where(osd => osd.HasPlace && osd.Host == host && osd.Reweight > 0).ToList();
        var left = draw * candidates.Sum(static osd => osd.CrushWeight * osd.Reweight);
        foreach (var osd in candidates)
        {
            left -= osd.CrushWeight * osd.Reweight;
            if (left < 0) return osd.Id;
        }

        return candidates.Count > 0 ? candidates[^1].Id : null;
    }

    private bool IsUp(int osd) => Osds.TryGetValue(osd, out var found) && found.IsUp;

    private void Remap(CephPlacementGroup group)
    {
        var up = Chosen(group).Where(IsUp).ToList();
        if (!up.SequenceEqual(group.Up)) group.MappingEpoch = Epoch;
        group.Up = up;
        foreach (var osd in up.Where(osd => !group.Holders.ContainsKey(osd)))
        {
            group.Holders[osd] = group.Objects;
            if (group.Objects > 0) group.Backfills.Add(osd);
        }

        // A copy that was begun where none is wanted any more.
        foreach (var osd in group.Backfills.Where(osd => !up.Contains(osd)).ToList())
        {
            group.Backfills.Remove(osd);
            group.Holders.Remove(osd);
        }

        var acting = up.Where(osd => !group.Backfills.Contains(osd)).ToList();
        if (acting.Count < up.Count || up.Count == 0) acting.AddRange(group.Holders.Keys.Where(osd => IsUp(osd) && !up.Contains(osd) && !group.Backfills.Contains(osd)).Take(group.Pool.Size - acting.Count));
        if (acting.Count > 0) group.Acting = acting;
        if (up.Count == group.Pool.Size && up.TrueForAll(osd => group.Holders[osd] == 0))
        {
            foreach (var osd in group.Holders.Keys.Except(up).ToList()) group.Holders.Remove(osd);
        }
    }

    /// <summary>Moves data, up to a time.</summary>
    private void Move(DateTimeOffset to)
    {
        var budget = (to - moved).TotalSeconds * RecoveryRate;
        moved = to;
        var hasMoved = false;
        while (budget > 0 && Tasks().FirstOrDefault() is { Group: { } group } task)
        {
            hasMoved = true;
            var bytes = group.Holders[task.Osd] / group.Objects * group.Bytes;
            if (bytes > budget)
            {
                group.Holders[task.Osd] -= budget / group.Bytes * group.Objects;
                break;
            }

            budget -= bytes;
            group.Holders[task.Osd] = 0;
            group.Backfills.Remove(task.Osd);
            Remap(group);
        }

        if (hasMoved) Restate(to);
    }

    /// <summary>What is to be copied and may be, the most urgent first: what has too few copies goes before what lies in the wrong place.</summary>
    private IEnumerable<(CephPlacementGroup Group, int Osd)> Tasks()
    {
        if (flags.Contains("norecover")) yield break;
        foreach (var (isBackfill, isDegraded) in new[] { (false, true), (true, true), (true, false) })
        {
            foreach (var group in Groups)
            {
                foreach (var osd in group.Up.Where(osd => group.Holders.GetValueOrDefault(osd) > 0 && group.Backfills.Contains(osd) == isBackfill))
                {
                    if (isBackfill && (IsDegraded(group) != isDegraded || flags.Contains("nobackfill") || (!isDegraded && flags.Contains("norebalance")) || IsTooFull(osd))) continue;
                    if (group.Holders.Any(holder => holder.Value == 0 && IsUp(holder.Key))) yield return (group, osd);
                }
            }
        }
    }

    private bool IsTooFull(int osd) => UsedRatio(Osds[osd]) >= BackfillfullRatio;

    private static bool IsDegraded(CephPlacementGroup group) => group.Acting.Count < group.Pool.Size;
}
