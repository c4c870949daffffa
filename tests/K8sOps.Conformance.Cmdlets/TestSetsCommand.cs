using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>Two sets and no default.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Sets")]
public sealed class TestSetsCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "A")]
    public string? Alpha { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "B")]
    public string? Beta { get; set; }

    [Parameter(ParameterSetName = "B")]
    public string? Extra { get; set; }

    [Parameter]
    public string? Common { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
