using System.Management.Automation;

namespace K8sOps.Conformance;

[Cmdlet(VerbsDiagnostic.Test, "Binding", DefaultParameterSetName = "ByName")]
public sealed class TestBindingCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "ByName", ValueFromPipelineByPropertyName = true)]
    [Alias("Label", "lb")]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ById")]
    public int Id { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "ByState")]
    public Color[]? State { get; set; }

    [Parameter(ParameterSetName = "ById")]
    [Parameter(ParameterSetName = "ByState")]
    public string? Reason { get; set; }

    [Parameter(Position = 1)]
    public string? Namespace { get; set; }

    [Parameter]
    public int Count { get; set; }

    [Parameter]
    public long Size { get; set; }

    [Parameter]
    public double Ratio { get; set; }

    [Parameter]
    public TimeSpan Timeout { get; set; }

    [Parameter]
    public DateTimeOffset At { get; set; }

    [Parameter]
    public Color Color { get; set; }

    [Parameter]
    public int? Maybe { get; set; }

    [Parameter]
    public object? Anything { get; set; }

    [Parameter]
    public Uri? Link { get; set; }

    [Parameter]
    public Version? Version { get; set; }

    [Parameter]
    public int[]? Numbers { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Forever { get; set; }

    protected override void ProcessRecord() => WriteObject(Echo.Bound(this));
}
