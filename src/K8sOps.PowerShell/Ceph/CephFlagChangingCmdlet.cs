using System.Management.Automation;
using K8sOps.Completers;

namespace K8sOps.Ceph;

/// <summary>A command that changes flags of a Ceph cluster.</summary>
public abstract class CephFlagChangingCmdlet : CephChangingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The flags, such as noout")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CephFlagCompleter))]
    public string[] Flag { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string ExpectedKind => "CephFlag";
}
