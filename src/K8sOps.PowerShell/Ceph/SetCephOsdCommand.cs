using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

[Cmdlet(VerbsCommon.Set, "CephOsd", SupportsShouldProcess = true, DefaultParameterSetName = "In")]
[OutputType(typeof(CephOsd))]
[Permission("cephclusters.ceph.rook.io", "list")]
[Permission("pods", "list")]
[Permission("pods/exec", "create", "get")]
[Permission("deployments.apps", "list")]
public sealed class SetCephOsdCommand : CephOsdChangingCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "In")]
    public SwitchParameter In { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Out")]
    public SwitchParameter Out { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Reweight")]
    [ValidateRange(0.0, 1.0)]
    public double Reweight { get; set; }

    [Parameter(ParameterSetName = "Out")]
    [Parameter(ParameterSetName = "Reweight")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephGateCompleter))]
    public string[] SkipGate { get; set; } = [];

    internal override Task ChangeAsync(Cluster cluster, CommandContext c)
    {
        var service = new CephOsdMarkService(cluster, Namespace);
        return EachAsync(OsdId.Distinct(), async id =>
        {
            var plan = await (ParameterSetName switch
            {
                "Out" => service.PlanOutAsync(id, OsdId, SkipGate, c.Operation, c.Stop),
                "Reweight" => service.PlanReweightAsync(id, Reweight, OsdId, SkipGate, c.Operation, c.Stop),
                _ => service.PlanInAsync(id, c.Operation, c.Stop),
            }).ConfigureAwait(false);
            if (plan.IsUnchanged) c.Note($"{plan.Target} on {cluster.Context} is as it should be.");
            else if (!await ConsentAsync(cluster, plan, ParameterSetName switch { "Out" => "Mark OSD out", "Reweight" => "Reweight OSD", _ => "Mark OSD in" }, c).ConfigureAwait(false)) return;
            await service.ExecuteAsync(plan, c.Operation, c.Stop).ConfigureAwait(false);
            await WriteAsync(cluster, id, c).ConfigureAwait(false);
        }, c);
    }
}
