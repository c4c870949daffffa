using System.Globalization;
using K8sOps.Kube;

namespace K8sOps.Ceph.Checks;

/// <summary>Whether all daemons run one version of Ceph, and all Deployments were made by one version of Rook: else an upgrade is under way, or stuck.</summary>
internal sealed class CephVersionCheck : CephCheck
{
    public override CheckInfo Info { get; } = Own("VERSION_SKEW", "Rook and Ceph have one version each", "Versions differ");

    public override async Task<IReadOnlyList<CheckResult>> LookAsync(CephView view)
    {
        var health = await view.KnownHealthAsync().ConfigureAwait(false);
        var ns = await view.NamespaceAsync().ConfigureAwait(false);
        var deployments = (await view.Deployments.ConfigureAwait(false)).Where(d => d.Text("metadata", "labels", "rook_cluster") == ns).ToList();
        var found = new List<CheckResult>();
        await AddAsync("Ceph", (await view.Versions.ConfigureAwait(false)).ToDictionary(v => Short(v.Key), v => v.Value, StringComparer.Ordinal), "daemons").ConfigureAwait(false);
        await AddAsync("Rook", Labels("rook-version"), "Deployments").ConfigureAwait(false);
        return found.Count > 0 ? found : Well(view, health);

        Dictionary<string, int> Labels(string label) => deployments.Select(d => d.Text("metadata", "labels", label)).OfType<string>().GroupBy(v => v, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

        async Task AddAsync(string what, Dictionary<string, int> versions, string of)
        {
            if (versions.Count < 2) return;
            var finding = await FindingAsync(view, CheckStatus.Warn, "CephCluster", ns,
                $"{of} of {versions.Count.ToString(CultureInfo.InvariantCulture)} versions of {what}: {string.Join(", ", versions.OrderByDescending(v => v.Value).Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Value} of {v.Key}")))}").ConfigureAwait(false);
            found.Add(finding with { Remedy = Line(finding, "Test-RookUpgrade") });
        }
    }

    /// <summary><c>19.2.3</c> of <c>ceph version 19.2.3 (c92aebb…) squid (stable)</c>, with its build where that could be what differs.</summary>
    private static string Short(string version) => version.Split(' ') is ["ceph", "version", var number, var build, ..] ? $"{number} {build}" : version;
}
