using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Archives crash reports: they are kept, and no longer make Ceph warn.</summary>
public sealed class CephCrashArchiveService
{
    private const int Named = 10;
    private readonly Cluster _cluster;
    private readonly CephTool _tool;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public CephCrashArchiveService(Cluster cluster, string? ns = null) => (_cluster, _tool) = (cluster, new CephTool(cluster, ns));

    /// <summary>
    /// What archiving reports would change. Of those that are archived already, nothing. Needs <c>create</c> of <c>pods/exec</c>.
    /// </summary>
    /// <param name="ids">The reports, by id; null for all new ones.</param>
    /// <param name="onMissing">Told of each id that there is no report of; null to throw.</param>
    /// <param name="context">Notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationException"><c>NotFound</c>, and what Ceph does not answer.</exception>
    public async Task<IReadOnlyList<CephPlan>> PlanAsync(IReadOnlyList<string>? ids, Action<OperationException>? onMissing, OperationContext context, CancellationToken cancellationToken = default)
    {
        var ns = await _tool.NamespaceAsync(cancellationToken).ConfigureAwait(false);
        var all = (await _tool.ReadAsync(new CephCommand("crash", "ls"), context, cancellationToken).ConfigureAwait(false) as JsonArray ?? []).OfType<JsonObject>().ToList();
        var writes = new CephWrites(_cluster, ns);
        if (ids is null) return [All([.. all.Where(IsNew)], writes)];
        var plans = new List<CephPlan>();
        foreach (var id in ids)
        {
            var report = all.Find(c => c.Text("crash_id") == id);
            if (report is null)
            {
                var missing = new OperationException("NotFound", OperationCategory.ObjectNotFound, id, $"Cannot find the crash report {id} of the Ceph cluster in {ns} on {_cluster.Context}: there is none of that id.", CommandText.Line("Get-CephCrash", _cluster.Context, ("Namespace", ns)));
                if (onMissing is null) throw missing;
                onMissing(missing);
                continue;
            }

            plans.Add(new CephPlan(id, IsNew(report) ? [writes.Exec(_tool, new CephCommand("crash", "archive", id), "CephCrash", id, compensation: null, new ChangedField("archived", null))] : []) { Remarks = [Story(report)] });
        }

        return plans;
    }

    /// <summary>Carries a plan out.</summary>
    /// <exception cref="OperationException">What Ceph refuses.</exception>
    public Task ExecuteAsync(CephPlan plan, OperationContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.SendAsync(_cluster, context, cancellationToken);
    }

    /// <summary>One command for all of them: there may be a hundred.</summary>
    private CephPlan All(IReadOnlyList<JsonObject> reports, CephWrites writes)
    {
        var target = string.Create(CultureInfo.InvariantCulture, $"{reports.Count} new crash {(reports.Count == 1 ? "report" : "reports")}");
        return new CephPlan(target, reports.Count == 0 ? [] : [writes.Exec(_tool, new CephCommand("crash", "archive-all"), "CephCrash", target, compensation: null, [.. reports.Select(r => new ChangedField(r.Text("crash_id") ?? "", null))])])
        {
            Subjects = [.. reports.Select(r => r.Text("crash_id")).OfType<string>()],
            Remarks = [.. reports.Take(Named).Select(Story), .. reports.Count > Named ? new[] { string.Create(CultureInfo.InvariantCulture, $"and {reports.Count - Named} more") } : []],
        };
    }

    private static bool IsNew(JsonObject report) => report.Text("archived") is null or "";

    private static string Story(JsonObject report) => $"{report.Text("entity_name")} crashed at {report.Text("timestamp")}";
}
