using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsLifecycle.Restart, "CephDaemon", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(K8sPod))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list", "delete")]
[Permission("pods/exec", "create", "get")]
public sealed class RestartCephDaemonCommand : CephChangingCmdlet
{
    private static readonly string[] s_kinds = ["CephOsd", "CephMonitor", "CephCrash"];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The daemons, such as mon.a, mgr.b or osd.3")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephDaemonCompleter))]
    public string[] Daemon { get; set; } = [];

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephGateCompleter))]
    public string[] SkipGate { get; set; } = [];

    private protected override string ExpectedKind => "daemon of Ceph";

    private protected override bool Takes(string kind) => s_kinds.Contains(kind, StringComparer.OrdinalIgnoreCase);

    // One after the other: each is asked for when the one before serves again.
    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephDaemonRestartService(cluster, Namespace);
        return EachAsync(Daemon.Distinct(StringComparer.Ordinal), async daemon =>
        {
            var plan = await service.PlanAsync(daemon, SkipGate, c.Operation, c.Stop).ConfigureAwait(false);
            if (await ConsentAsync(cluster, plan, "Restart daemon", c).ConfigureAwait(false)) await c.WriteAsync(await service.RestartAsync(plan, Timeout, c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
        }, c);
    }
}
