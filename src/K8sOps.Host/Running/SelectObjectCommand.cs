using System.Management.Automation;
using K8sOps.Host;

namespace Microsoft.PowerShell.Commands;

/// <summary><c>Select-Object -First</c>, which stops what stands before it once it has enough.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
internal sealed class SelectObjectCommand : PSCmdlet
{
    private int _seen;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true)]
    [ValidateRange(0, int.MaxValue)]
    public int First { get; set; }

    protected override void ProcessRecord()
    {
        if (_seen < First)
        {
            _seen++;
            WriteObject(InputObject);
        }

        if (_seen >= First) throw ((CommandRuntime)CommandRuntime).StopUpstream();
    }
}
