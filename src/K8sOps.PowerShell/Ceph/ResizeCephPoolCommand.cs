using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Resize, "CephPool", SupportsShouldProcess = true)]
[OutputType(typeof(CephPool))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("cephblockpools.ceph.rook.io", "get", "list", "patch")]
[Permission("cephfilesystems.ceph.rook.io", "get", "list", "patch")]
[Permission("cephobjectstores.ceph.rook.io", "get", "list", "patch")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
public sealed class ResizeCephPoolCommand : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The pool")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephPoolCompleter))]
    public string Pool { get; set; } = "";

    [Parameter]
    [ValidateRange(2, 10)]
    public int? Replicas { get; set; }

    [Parameter]
    [Size]
    [ValidateRange(0L, long.MaxValue)]
    public long? MaxBytes { get; set; }

    [Parameter]
    [ValidateRange(0L, long.MaxValue)]
    public long? MaxObjects { get; set; }

    [Parameter]
    [ValidateRange(0.0, 1000.0)]
    public double? TargetRatio { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephGateCompleter))]
    public string[] SkipGate { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    private protected override string ExpectedKind => "CephPool";

    internal override async Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        if (Replicas is null && MaxBytes is null && MaxObjects is null && TargetRatio is null)
            throw new OperationException("InvalidSetting", OperationCategory.InvalidArgument, Pool, $"Cannot resize pool {Pool} on {cluster.Context}: nothing is said that should change.", "-Replicas, -MaxBytes, -MaxObjects or -TargetRatio");
        var service = new CephPoolResizeService(cluster, Namespace);
        var options = new CephPoolResizeOptions { Replicas = Replicas, MaxBytes = MaxBytes, MaxObjects = MaxObjects, TargetRatio = TargetRatio, SkipGates = SkipGate, Force = Force, Timeout = Timeout };
        var plan = await service.PlanAsync(Pool, options, c.Operation, c.Stop).ConfigureAwait(false);
        if (plan.IsUnchanged) c.Note($"Pool {Pool} on {cluster.Context} is as it should be.");
        else if (!await ConsentAsync(cluster, plan, "Resize pool", c).ConfigureAwait(false)) return;
        await c.WriteAsync(await service.ExecuteAsync(plan, options, c.Operation, c.Stop).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
