using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;
using K8sOps.Kubernetes;

namespace K8sOps.Ceph;

/// <summary>Repairs placement groups whose copies differ, and refuses where a repair would do nothing, or might spread the damage.</summary>
public sealed class CephRepairService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);
    private static readonly string[] s_gone = ["down", "incomplete", "stale", "peering", "unknown", "inactive", "creating"];
    private static readonly string[] s_moving = ["degraded", "undersized", "recovering", "recovery_wait", "recovery_toofull", "backfilling", "backfill_wait", "backfill_toofull", "remapped"];
    private readonly Cluster _cluster;
    private readonly string? _namespace;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephRepairService(Cluster cluster, string? ns = null) => (_cluster, _namespace) = (cluster, ns);

    /// <summary>What repairing placement groups would do, and what forbids it, each on its own. Needs <c>create</c> of <c>pods/exec</c>.</summary>
    /// <param name="ids">The placement groups, by id or pattern; a pattern finds only those that are inconsistent.</param>
    /// <param name="options">How.</param>
    /// <param name="onMissing">Told of each id that there is no placement group of; null to throw.</param>
    /// <param name="context">Notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, and what Ceph does not answer.</exception>
    public async Task<IReadOnlyList<CephPlan>> PlanAsync(IReadOnlyList<string> ids, CephRepairOptions options, Action<OperationException>? onMissing, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(options);
        var tool = new CephTool(_cluster, _namespace);
        var ns = await tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var service = new CephService(_cluster, tool);
        var groups = new List<CephPlacementGroup>();
        await foreach (var group in service.ListPlacementGroupsAsync(new CephPlacementGroupQuery { PlacementGroups = ids, OnMissing = onMissing }, context, cancellationToken).ConfigureAwait(false))
        {
            if (ids.Contains(group.PlacementGroup, StringComparer.Ordinal) || Parts(group.State).Contains("inconsistent")) groups.Add(group);
        }

        var pools = groups.Count == 0 ? [] : await service.GetPoolsAsync(null, context, null, cancellationToken).ConfigureAwait(false);
        var writes = new CephWrites(_cluster, ns);
        var plans = new List<CephPlan>();
        foreach (var group in groups) plans.Add(await PlanAsync(group, pools.FirstOrDefault(p => p.Pool == group.Pool), writes, tool, options, context, cancellationToken).ConfigureAwait(false));
        return plans;
    }

    /// <summary>Has the placement group of a plan repaired, waits for the end, and returns it as it then is.</summary>
    /// <exception cref="OperationException">The plan's refusal; <c>RepairIncomplete</c> when copies still differ; <c>Timeout</c> with the state that is left; what Ceph refuses.</exception>
    public async Task<CephPlacementGroup> RepairAsync(CephPlan plan, CephRepairOptions options, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        if (plan.Refusal is { } refusal) throw refusal;
        var id = plan.Target;
        var ns = await new CephTool(_cluster, _namespace).NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var before = await LookAsync(new CephTool(_cluster, _namespace), id, context, cancellationToken).ConfigureAwait(false);
        await plan.SendAsync(_cluster, context, cancellationToken).ConfigureAwait(false);
        await WaitAsync(ns, id, before, options.Timeout, context, cancellationToken).ConfigureAwait(false);
        await foreach (var now in new CephService(_cluster, _namespace).ListPlacementGroupsAsync(new CephPlacementGroupQuery { PlacementGroups = [NamePattern.Escape(id)] }, context, cancellationToken).ConfigureAwait(false)) return now;
        throw Asking.Missing(_cluster, "placement group", null, id);
    }

    private async Task<CephPlan> PlanAsync(CephPlacementGroup group, CephPool? pool, CephWrites writes, CephTool tool, CephRepairOptions options, OperationContext context, CancellationToken cancellationToken)
    {
        var id = group.PlacementGroup;
        var never = NeverOf(group, pool);
        // What serves nobody would not answer this either.
        var damage = never is null ? await CephDamage.LookAsync(tool, id, context, cancellationToken).ConfigureAwait(false) : null;
        return new CephPlan(id, [writes.Exec(tool, new CephCommand("pg", "repair", id), "CephPlacementGroup", id, compensation: null, new ChangedField("state", group.State))])
        {
            Refusal = never ?? (options.Force ? null : RefusalOf(group, pool, damage!)),
            Remarks = [.. damage?.Lines ?? [], .. options.Force && damage?.Doubt is { } doubt ? new[] { doubt } : [], string.Create(CultureInfo.InvariantCulture, $"{group.ScrubErrors} scrub errors in {group.Objects} objects of pool {group.Pool}, on {string.Join(", ", group.Acting.Select(OsdMap.Name))}; the primary is {(group.Primary is { } primary ? OsdMap.Name(primary) : "not known")}")],
            IsDisruptive = options.Force,
        };
    }

    /// <summary>Why it may not be repaired whatever is said; null where nothing forbids that.</summary>
    private OperationException? NeverOf(CephPlacementGroup group, CephPool? pool)
    {
        var (id, parts) = (group.PlacementGroup, Parts(group.State));
        if (!parts.Contains("inconsistent")) return Refused(group, $"it is {group.State}. Its copies do not differ, so there is nothing to repair.", parts.Contains("active") && group.IsClean ? null : LineOf(group, "Get-CephPlacementGroup", ("PlacementGroup", id)));
        if (group.UnfoundObjects > 0) return Refused(group, string.Create(CultureInfo.InvariantCulture, $"{group.UnfoundObjects} of its objects are unfound: no OSD that is up has them. A repair cannot bring them, and while it runs it may settle on older copies."), LineOf(group, "Get-CephOsd") + " -State Down");
        if (!parts.Contains("active") || parts.Overlaps(s_gone)) return Refused(group, $"it is {group.State}, and serves nobody. The OSDs that it waits for must come back first; a repair would choose among what is left.", LineOf(group, "Get-CephOsd") + " -State Down");
        if (parts.Overlaps(s_moving)) return Refused(group, $"it is {group.State}: copies are missing or under way, and damage can only be told from what is unfinished when they are all there. Wait until it is clean.", LineOf(group, "Get-CephPlacementGroup", ("PlacementGroup", id)));
        if (parts.Contains("repair")) return Refused(group, $"it is being repaired now ({group.State}).", LineOf(group, "Get-CephPlacementGroup", ("PlacementGroup", id)));
        if (pool is { Type: CephPoolType.Replicated, Replicas: < 2 }) return Refused(group, $"pool {pool.Pool} keeps one copy only, and there is none to mend it from.", "Restore what is damaged from a backup.");
        return null;
    }

    /// <summary>Why it may be repaired by force only; null where it may be repaired as it is.</summary>
    private OperationException? RefusalOf(CephPlacementGroup group, CephPool? pool, CephDamage damage)
    {
        var id = group.PlacementGroup;
        var force = LineOf(group, "Repair-CephPlacementGroup", ("PlacementGroup", id)) + " -Force";
        if (Parts(group.State).Contains("failed_repair")) return Refused(group, "an earlier repair has failed. Look at the disks first: a copy that cannot be written is not mended by asking again.", $"{LineOf(group, "Get-CephOsd")}; to try again all the same: {force}");
        if (pool is { Type: CephPoolType.Replicated, Replicas: 2 })
        {
            return Refused(group, $"pool {pool.Pool} keeps two copies. Where neither fails its checksum there is no majority, and Ceph then takes the primary's, which may be the bad one. Find out which is (rados list-inconsistent-obj {id} in the toolbox).",
                $"Where the primary's copy is the good one: {force}");
        }

        return damage.Doubt is not { } doubt ? null : Refused(group, $"{doubt}. All other things being equal Ceph takes the primary's{(group.Primary is { } primary ? $", that of {OsdMap.Name(primary)}" : "")}, which may be the bad one.",
            $"Let it be scrubbed again: {LineOf(group, "Invoke-CephCommand")} -Command pg, deep-scrub, {id}; where the primary's copy is the good one: {force}");
    }

    private OperationException Refused(CephPlacementGroup group, string why, string? remedy)
        => new("RepairRefused", OperationCategory.InvalidOperation, group.PlacementGroup, $"Cannot repair placement group {group.PlacementGroup} on {_cluster.Context}: {why}", remedy);

    private string LineOf(CephPlacementGroup group, string command, params (string, string?)[] more) => CommandText.Line(command, _cluster.Context, [("Namespace", group.Namespace), .. more]);

    private async Task WaitAsync(string ns, string id, JsonObject before, TimeSpan timeout, OperationContext context, CancellationToken cancellationToken)
    {
        var activity = $"Repairing placement group {id} on {_cluster.Context}";
        var since = Scrubbed(before);
        try
        {
            var wait = await new CephWaiting(_cluster, ns).UntilAsync((tool, ct) => LookAsync(tool, id, context, ct), now =>
            {
                context.Sink.Report(new OperationProgress(activity, now.Text("state") ?? ""));
                // Its deep scrub has ended when it has a later time than before; until then the state says nothing new.
                var parts = Parts(now.Text("state") ?? "");
                return Scrubbed(now) > since && !parts.Contains("repair") && !parts.Contains("scrubbing") && !parts.Overlaps(s_moving);
            }, timeout, s_look, context, cancellationToken).ConfigureAwait(false);
            var state = wait.Last?.Text("state") ?? "not seen";
            if (!wait.IsReached)
            {
                throw new OperationException("Timeout", OperationCategory.OperationTimeout, id, string.Create(CultureInfo.InvariantCulture,
                    $"The repair of placement group {id} on {_cluster.Context} was asked for, and has not ended after {timeout.TotalSeconds:0} s: it is {state}.{wait.Caveat} It goes on."), CommandText.Line("Get-CephPlacementGroup", _cluster.Context, ("Namespace", ns), ("PlacementGroup", id)));
            }

            var errors = wait.Last.Whole("stat_sum", "num_scrub_errors") ?? 0;
            if (!Parts(state).Contains("inconsistent") && errors == 0) return;
            throw new OperationException("RepairIncomplete", OperationCategory.InvalidResult, id, string.Create(CultureInfo.InvariantCulture,
                $"Placement group {id} on {_cluster.Context} was repaired, and {errors} scrub errors are left: it is {state}. Ceph found no copy to mend them from, or a disk does not keep what is written."), CommandText.Line("Get-CephOsd", _cluster.Context, ("Namespace", ns)));
        }
        finally
        {
            context.Sink.Report(new OperationProgress(activity, "", Completed: true));
        }
    }

    /// <summary>One placement group, out of those of its pool: a dump of all of them would be too much to ask every few seconds.</summary>
    private async Task<JsonObject> LookAsync(CephTool tool, string id, OperationContext context, CancellationToken cancellationToken)
    {
        var all = (await tool.ReadAsync(new CephCommand("pg", "ls", id.Split('.')[0]), context, cancellationToken).ConfigureAwait(false)).Items("pg_stats");
        return all.FirstOrDefault(g => g.Text("pgid") == id) ?? throw Asking.Missing(_cluster, "placement group", null, id);
    }

    private static DateTimeOffset Scrubbed(JsonObject group)
        => DateTimeOffset.TryParse(group.Text("last_deep_scrub_stamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.MinValue;

    private static HashSet<string> Parts(string state) => [.. state.Split('+', StringSplitOptions.RemoveEmptyEntries)];
}
