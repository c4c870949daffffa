using System.Globalization;
using System.Text.Json.Nodes;
using K8sOps.Ceph.Checks;
using K8sOps.Ceph.Reading;
using K8sOps.Kube;

namespace K8sOps.Ceph;

/// <summary>Whether an upgrade of Rook or Ceph may begin, and whether one has gone through.</summary>
public sealed class RookUpgradeService
{
    /// <summary>Ceph is well enough to begin.</summary>
    public const string Health = "ROOK.UPGRADE_HEALTH";

    /// <summary>All monitors are in quorum, and a manager is active.</summary>
    public const string Control = "ROOK.UPGRADE_CONTROL";

    /// <summary>All OSDs are up and in.</summary>
    public const string Osds = "ROOK.UPGRADE_OSDS";

    /// <summary>All placement groups are active and clean.</summary>
    public const string Groups = "ROOK.UPGRADE_GROUPS";

    /// <summary>All Deployments are rolled out.</summary>
    public const string RolledOut = "ROOK.UPGRADE_ROLLED_OUT";

    /// <summary>One version of Rook.</summary>
    public const string RookVersion = "ROOK.UPGRADE_ROOK_VERSION";

    /// <summary>One version of Ceph.</summary>
    public const string CephVersion = "ROOK.UPGRADE_CEPH_VERSION";

    private readonly Cluster _cluster;
    private readonly string? _namespace;

    /// <summary>Creates the service.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="ns">The namespace of the CephCluster; null for that of the only one there is.</param>
    public RookUpgradeService(Cluster cluster, string? ns = null)
    {
        _cluster = cluster;
        _namespace = ns;
    }

    /// <summary>What Rook's own guide asks for before and after an upgrade, one result each. What cannot be looked at is <see cref="CheckStatus.Unknown"/>.</summary>
    /// <exception cref="OperationException">There is no CephCluster, or it cannot be read.</exception>
    public async Task<IReadOnlyList<CheckResult>> TestAsync(OperationContext context, CancellationToken cancellationToken = default)
    {
        var view = new CephView(_cluster, _namespace, context, cancellationToken);
        var cluster = await view.ClusterObjectAsync().ConfigureAwait(false);
        var status = await StatusAsync(context, cancellationToken).ConfigureAwait(false);
        var ns = await view.NamespaceAsync().ConfigureAwait(false);
        CheckResult About(string id, CheckStatus verdict, string message, string? remedy = null) => new()
        {
            Cluster = _cluster.Context,
            System = CephNaming.System,
            Id = id,
            Status = verdict,
            Kind = "CephCluster",
            Namespace = ns,
            TargetName = cluster.Text("metadata", "name"),
            Message = message,
            Remedy = verdict == CheckStatus.Pass || remedy is null ? null : CommandText.Line(remedy, _cluster.Context, ("Namespace", ns)),
            ObservedAt = view.Now,
            SourceAge = status?.SourceAge,
        };
        List<CheckResult> results = [.. Ceph(status, About)];
        try
        {
            results.AddRange(await RookAsync(view, cluster, ns, About).ConfigureAwait(false));
        }
        catch (OperationException e)
        {
            results.AddRange(((string[])[RolledOut, RookVersion, CephVersion]).Select(id => About(id, CheckStatus.Unknown, e.Message)));
        }

        return results;
    }

    private static IEnumerable<CheckResult> Ceph(CephStatus? status, Func<string, CheckStatus, string, string?, CheckResult> about)
    {
        string T(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        var isKnown = status is not null && (status.SourceAge is null || status.SourceAge <= CephHealthView.Fresh);
        yield return !isKnown || status!.Health == CephHealth.Unknown
            ? about(Health, CheckStatus.Unknown, "Ceph's health is not known", "Get-CephStatus")
            : about(Health, status.Health switch { CephHealth.Ok => CheckStatus.Pass, CephHealth.Warn => CheckStatus.Warn, _ => CheckStatus.Fail }, status.HealthText + (status.Checks.Count == 0 ? "" : ": " + string.Join(", ", status.Checks)) + (status.Health == CephHealth.Error ? "; Rook refuses to upgrade in this state" : ""), "Invoke-CephHealth");
        if (!isKnown || status!.OsdsUp is null || status.PlacementGroups is null)
        {
            foreach (var id in (string[])[Control, Osds, Groups]) yield return about(id, CheckStatus.Unknown, "Ceph could not be asked, and Rook does not write that down", "Get-CephStatus");
            yield break;
        }

        var isControlled = status.MonitorsUp == status.Monitors && status.ManagerActive == true;
        yield return about(Control, isControlled ? CheckStatus.Pass : CheckStatus.Fail, T($"{status.MonitorsUp} of {status.Monitors} monitors in quorum, {(status.ManagerActive == true ? "a manager is active" : "no manager is active")}"), "Get-CephMonitor");
        var areUp = status.OsdsUp == status.Osds && status.OsdsIn == status.Osds;
        yield return about(Osds, areUp ? CheckStatus.Pass : CheckStatus.Fail, T($"{status.OsdsUp} of {status.Osds} OSDs up, {status.OsdsIn} in"), "Get-CephOsd");
        var clean = status.PlacementGroupStates.Where(s => CephPlacementGroupRow.IsHealthy(s.Key)).Sum(s => s.Value);
        yield return about(Groups, clean == status.PlacementGroups ? CheckStatus.Pass : CheckStatus.Fail, T($"{clean} of {status.PlacementGroups} placement groups active and clean"), "Get-CephPlacementGroup");
    }

    private static async Task<IEnumerable<CheckResult>> RookAsync(CephView view, JsonObject cluster, string ns, Func<string, CheckStatus, string, string?, CheckResult> about)
    {
        var deployments = (await view.Deployments.ConfigureAwait(false)).Where(d => d.Text("metadata", "labels", "rook_cluster") == ns).ToList();
        if (deployments.Count == 0) return ((string[])[RolledOut, RookVersion, CephVersion]).Select(id => about(id, CheckStatus.Unknown, $"no Deployment is labelled rook_cluster={ns}", null));
        var late = deployments.Where(d => !IsRolledOut(d)).Select(d => d.Text("metadata", "name")).ToList();
        var ceph = (await view.Versions.ConfigureAwait(false)).Select(v => v.Key.Split(' ').ElementAtOrDefault(2) ?? v.Key).Distinct(StringComparer.Ordinal).ToList();
        if (ceph.Count == 0) ceph = [.. Labels(deployments, "ceph-version")];
        var wanted = CephStatusReading.Version(cluster);
        var rook = Labels(deployments, "rook-version").ToList();
        return
        [
            about(RolledOut, late.Count == 0 ? CheckStatus.Pass : CheckStatus.Fail, late.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"all {deployments.Count} Deployments are rolled out") : "not rolled out: " + string.Join(", ", late), null),
            about(RookVersion, rook.Count switch { 1 => CheckStatus.Pass, 0 => CheckStatus.Unknown, _ => CheckStatus.Fail }, rook.Count == 0 ? "no Deployment is labelled with its rook-version" : "Rook " + string.Join(", ", rook), null),
            about(CephVersion, ceph.Count switch { 1 when wanted is null || wanted == ceph[0] => CheckStatus.Pass, 0 => CheckStatus.Unknown, _ => CheckStatus.Fail }, "Ceph " + string.Join(", ", ceph) + (wanted is null || ceph.Contains(wanted, StringComparer.Ordinal) ? "" : $"; Rook wants {wanted}"), null),
        ];
    }

    private static IEnumerable<string> Labels(IEnumerable<JsonObject> deployments, string label) => deployments.Select(d => d.Text("metadata", "labels", label)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static bool IsRolledOut(JsonObject deployment)
    {
        var wanted = deployment.At("spec", "replicas") is null ? 1 : deployment.Small("spec", "replicas") ?? 1;
        return (deployment.Small("status", "updatedReplicas") ?? 0) == wanted && (deployment.Small("status", "readyReplicas") ?? 0) == wanted
            && (deployment.Whole("status", "observedGeneration") ?? 0) >= (deployment.Whole("metadata", "generation") ?? 0);
    }

    private async Task<CephStatus?> StatusAsync(OperationContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await new CephService(_cluster, _namespace).GetStatusAsync(new OperationContext(context.Command, new CephNotes(context.Sink)), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            context.Sink.Note($"Ceph's state is not known: {e.Message}");
            return null;
        }
    }
}
