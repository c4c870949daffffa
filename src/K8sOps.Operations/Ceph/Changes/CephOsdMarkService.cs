using System.Globalization;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Takes OSDs in and out of the placement of data, and weighs them.</summary>
public sealed class CephOsdMarkService
{
    /// <summary>The least weight that is one: Ceph counts in parts of 65536, and cuts off what is less (<c>OSDMap.h</c>, <c>CEPH_OSD_IN</c>).</summary>
    private const double LeastWeight = 1.0 / 0x10000;

    private readonly Cluster _cluster;
    private readonly CephTool _tool;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephOsdMarkService(Cluster cluster, string? ns = null) => (_cluster, _tool) = (cluster, new CephTool(cluster, ns));

    /// <summary>What marking an OSD in would change. Needs <c>create</c> of <c>pods/exec</c>.</summary>
    /// <exception cref="OperationException"><c>NotFound</c>, and what Ceph does not answer.</exception>
    public Task<CephPlan> PlanInAsync(int id, OperationContext context, CancellationToken cancellationToken = default)
        => PlanAsync(id, context, (map, ns) => map.IsIn(id) ? null : new CephCommand("osd", "in", Text(id)), (_, ns) => Line(ns, id, "-Out"), cancellationToken);

    /// <summary>
    /// What marking an OSD out would change: Ceph then moves its data to others. Its gate is <c>ok-to-stop</c>, asked for all that are
    /// marked out together: an OSD whose copies are the last ones stays in.
    /// </summary>
    /// <exception cref="OperationException"><c>NotFound</c>, and what Ceph does not answer.</exception>
    public async Task<CephPlan> PlanOutAsync(int id, IReadOnlyCollection<int> together, IReadOnlyCollection<string> skipGates, OperationContext context, CancellationToken cancellationToken = default)
    {
        var map = await OsdMap.ReadAsync(_tool, context, cancellationToken).ConfigureAwait(false);
        var plan = await PlanAsync(id, context, (m, _) => m.IsIn(id) ? new CephCommand("osd", "out", Text(id)) : null, (_, ns) => Line(ns, id, "-In"), cancellationToken).ConfigureAwait(false);
        if (plan.IsUnchanged) return plan;
        var gates = await CephOsdGates.OkToStopAsync(_cluster, _tool, id, together.Where(map.Exists), context, cancellationToken).ConfigureAwait(false);
        return new CephPlan(plan.Target, plan.Steps)
        {
            Gates = gates,
            Refusal = Gates.RefusalOf($"mark {plan.Target} out", gates, skipGates, context),
            Remarks = [.. Held(map), "its data moves to the other OSDs"],
            IsDisruptive = true,
        };
    }

    /// <summary>What another weight would change. An OSD that weighs nothing is out, and what that asks is asked here too.</summary>
    /// <param name="id">The OSD.</param>
    /// <param name="weight">Between 0 and 1: which share of the data that CRUSH would give it, it is to have.</param>
    /// <param name="together">All that are given this weight together.</param>
    /// <param name="skipGates">The ids of gates that may fail.</param>
    /// <param name="context">Notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, and what Ceph does not answer.</exception>
    public Task<CephPlan> PlanReweightAsync(int id, double weight, IReadOnlyCollection<int> together, IReadOnlyCollection<string> skipGates, OperationContext context, CancellationToken cancellationToken = default)
        => weight < LeastWeight ? PlanOutAsync(id, together, skipGates, context, cancellationToken)
            : PlanAsync(id, context, (map, _) => Math.Abs(map.Weight(id) - weight) < 0.0001 ? null : new CephCommand("osd", "reweight", Text(id), weight.ToString("0.#####", CultureInfo.InvariantCulture)),
                (map, ns) => map.IsIn(id) ? Line(ns, id, "-Reweight " + map.Weight(id).ToString("0.#####", CultureInfo.InvariantCulture)) : Line(ns, id, "-Out"), cancellationToken);

    /// <summary>Carries a plan out.</summary>
    /// <exception cref="OperationException">The plan's refusal; what Ceph refuses.</exception>
    public Task ExecuteAsync(CephPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Refusal is { } refusal ? throw refusal : plan.SendAsync(_cluster, context, cancellationToken);
    }

    /// <summary>The flags that keep data from moving.</summary>
    internal static IEnumerable<string> Held(OsdMap map)
        => new[] { "norebalance", "nobackfill", "norecover", "pause" }.Where(map.IsSet).Select(f => $"the flag {f} is set: data does not move until it is cleared");

    private async Task<CephPlan> PlanAsync(int id, OperationContext context, Func<OsdMap, string, CephCommand?> command, Func<OsdMap, string, string> takeBack, CancellationToken cancellationToken)
    {
        var ns = await _tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var map = await OsdMap.ReadAsync(_tool, context, cancellationToken).ConfigureAwait(false);
        if (!map.Exists(id)) throw map.Missing(_cluster, ns, id);
        if (command(map, ns) is not { } send) return new CephPlan(OsdMap.Name(id), []);
        var before = new ChangedField("reweight", map.Weight(id).ToString("0.#####", CultureInfo.InvariantCulture));
        return new CephPlan(OsdMap.Name(id), [new CephWrites(_cluster, ns).Exec(_tool, send, "CephOsd", OsdMap.Name(id), takeBack(map, ns), before)]) { Remarks = [.. Held(map)] };
    }

    private string Line(string ns, int id, string how) => CommandText.Line("Set-CephOsd", _cluster.Context, ("Namespace", ns), ("OsdId", Text(id))) + " " + how;

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);
}
