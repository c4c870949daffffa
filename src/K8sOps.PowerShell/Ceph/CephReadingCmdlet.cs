using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Ceph;

/// <summary>A command that reads one Ceph cluster on each of its clusters.</summary>
public abstract class CephReadingCmdlet : ReadingCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephNamespaceCompleter))]
    public string? Namespace { get; set; }
}
