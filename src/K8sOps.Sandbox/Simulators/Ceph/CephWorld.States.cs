namespace K8sOps.Sandbox.Simulators.Ceph;

/// <content>The states of placement groups, in Ceph's words.</content>
internal sealed partial class CephWorld
{
    /// <summary>Whether clients can read and write at this moment.</summary>
    public bool HasClients => !flags.Contains("pause") && Groups.Exists(static group => group.IsActive);

    private void Restate(DateTimeOffset now)
    {
        var busy = Tasks().Take(Lanes).Select(static task => task.Group).ToHashSet();
        foreach (var group in Groups)
        {
            Count(group);
            var state = StateOf(group, busy.Contains(group));
            var isUndersized = state.Contains("undersized", StringComparison.Ordinal);
            group.UndersizedSince = isUndersized ? group.UndersizedSince ?? now : null;
            if (state != group.State)
            {
                if (group.IsClean) group.LastClean = now;
                group.State = state;
                group.Since = now;
            }

            group.InactiveSince = group.IsActive && !state.StartsWith("stale", StringComparison.Ordinal) ? null : group.InactiveSince ?? now;
        }
    }

    private void Count(CephPlacementGroup group)
    {
        var wanted = group.Pool.Size * group.Objects;
        var there = group.Acting.Union(group.Up).Where(IsUp).Sum(osd => group.Objects - group.Holders.GetValueOrDefault(osd, group.Objects));
        group.Degraded = Math.Max(0, wanted - (long)there);
        group.Misplaced = group.Degraded > 0 ? 0 : (long)group.Up.Sum(osd => group.Holders.GetValueOrDefault(osd));
    }

    private string StateOf(CephPlacementGroup group, bool isBusy)
    {
        if (!group.Acting.Any(IsUp)) return group.State.StartsWith("stale", StringComparison.Ordinal) ? group.State : "stale+" + group.State;
        if (!group.Holders.Any(holder => holder.Value == 0 && IsUp(holder.Key)) && group.Objects > 0) return "down";
        var isActive = group.Acting.Count >= group.Pool.MinSize;
        var isUndersized = group.Acting.Count < group.Pool.Size;
        var recovers = group.Acting.Any(osd => group.Holders.GetValueOrDefault(osd) > 0);
        var backfills = group.Backfills.Count > 0;
        var state = new List<string>();
        if (isActive) state.Add("active");
        if (recovers) state.Add(isBusy && !backfills ? "recovering" : "recovery_wait");
        if (isUndersized) state.Add("undersized");
        if (recovers || isUndersized) state.Add("degraded");
        if (!group.Up.SequenceEqual(group.Acting)) state.Add("remapped");
        if (backfills && !recovers) state.AddRange(BackfillState(group, isBusy));
        if (isActive && state.Count == 1) state.Add("clean");
        if (!isActive) state.Add("peered");
        if (group.ScrubEnd is not null && isActive) state.AddRange(["scrubbing", "deep"]);
        if (group.ScrubErrors > 0) state.Add("inconsistent");
        if (group.ScrubEnd is not null && isActive && group.IsRepair) state.Add("repair");
        return string.Join('+', state);
    }

    private IEnumerable<string> BackfillState(CephPlacementGroup group, bool isBusy)
    {
        if (group.Backfills.Any(IsTooFull)) return ["backfill_wait", "backfill_toofull"];
        return [isBusy ? "backfilling" : "backfill_wait"];
    }
}
