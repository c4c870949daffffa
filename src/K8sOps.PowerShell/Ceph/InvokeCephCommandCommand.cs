using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsLifecycle.Invoke, "CephCommand", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(CephCommandResult))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class InvokeCephCommandCommand : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "What follows ceph, with commas between")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Command { get; set; } = [];

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private protected override string ExpectedKind => "CephCluster";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        if (Timeout <= TimeSpan.Zero) throw new OperationException("InvalidDuration", OperationCategory.InvalidArgument, CommandName, "Cannot give a program no time: -Timeout is zero or less.", "-Timeout 30s");
        var service = new CephCommandService(cluster, Namespace);
        var place = await service.PlanAsync(Command, c.Stop).ConfigureAwait(false);
        if (await c.ConfirmAsync($"Ceph in {place.Namespace} on {cluster.Context}", "Run ceph " + string.Join(' ', Command), $"in {place}").ConfigureAwait(false) != Consent.Yes) return;
        await c.WriteAsync(await service.RunAsync(Command, Timeout, c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
