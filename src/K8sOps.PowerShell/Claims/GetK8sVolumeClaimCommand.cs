using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sVolumeClaim")]
[OutputType(typeof(K8sVolumeClaim))]
[Permission("persistentvolumeclaims", "get", "list")]
[Permission("pods", "list")]
[Permission("storageclasses.storage.k8s.io", "list")]
public sealed class GetK8sVolumeClaimCommand : ReadingCmdlet, IKindGuarded
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(VolumeClaimNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "PersistentVolumeClaim";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new VolumeClaimQuery { Names = Name, Namespaces = Namespace, LabelSelector = Selector, OnMissing = c.Error };
        await foreach (var claim in new VolumeClaimService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(claim).ConfigureAwait(false);
        }
    }
}
