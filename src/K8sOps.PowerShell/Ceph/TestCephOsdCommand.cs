using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsDiagnostic.Test, "CephOsd")]
[OutputType(typeof(CheckResult), typeof(bool))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class TestCephOsdCommand : CheckingCmdlet, IKindGuarded
{
    /// <summary>OSDs of one cluster are asked about together, also when they come one by one.</summary>
    private readonly List<(string[]? Cluster, string? Namespace, List<int> OsdIds)> _asked = [];
    private List<int> _ids = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The OSDs, by number")]
    [Alias("Id")]
    [ArgumentCompleter(typeof(CephOsdIdCompleter))]
    public int[] OsdId { get; set; } = [];

    [Parameter]
    [ValidateSet("Stop", "Destroy")]
    public string For { get; set; } = "Stop";

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephNamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "CephOsd";

    internal override Task ProcessAsync(CommandContext c)
    {
        var same = _asked.Find(a => a.Namespace == Namespace && (a.Cluster ?? []).SequenceEqual(Cluster ?? [], StringComparer.Ordinal));
        if (same.OsdIds is null) _asked.Add(same = (Cluster, Namespace, []));
        same.OsdIds.AddRange(OsdId);
        return Task.CompletedTask;
    }

    internal override async Task EndAsync(CommandContext c)
    {
        foreach (var (clusters, ns, ids) in _asked)
        {
            (Cluster, Namespace, _ids) = (clusters, ns, ids);
            await base.ProcessAsync(c).ConfigureAwait(false);
        }

        await base.EndAsync(c).ConfigureAwait(false);
    }

    internal override async IAsyncEnumerable<CheckResult> CheckAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephService(cluster, Namespace);
        var isDestroy = string.Equals(For, "Destroy", StringComparison.OrdinalIgnoreCase);
        var results = await (isDestroy ? service.TestSafeToDestroyAsync(_ids, c.Operation, c.Stop) : service.TestOkToStopAsync(_ids, c.Operation, c.Stop)).ConfigureAwait(false);
        foreach (var result in results) yield return result;
    }
}
