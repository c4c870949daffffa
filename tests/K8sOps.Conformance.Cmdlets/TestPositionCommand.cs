using System.Management.Automation;

namespace K8sOps.Conformance;

/// <summary>The same position in two sets, told apart by type.</summary>
[Cmdlet(VerbsDiagnostic.Test, "Position", DefaultParameterSetName = "Number")]
public sealed class TestPositionCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Number")]
    public int Number { get; set; }

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Time")]
    public TimeSpan Time { get; set; }

    [Parameter(Position = 1)]
    public string? Second { get; set; }

    [Parameter(Position = 2)]
    public string[]? Third { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
