using System.Management.Automation;

namespace K8sOps.Host;

public class PipelineTests
{
    private readonly CommandHost _host = new(typeof(PipelineTests).Assembly);

    [Fact]
    public void Objects_flow_and_First_stops_what_stands_before_it()
    {
        var result = _host.Invoke("Get-Number -Count 1000000 | Select-Object -First 2");
        Assert.Equal([1, 2], result.Succeeded().Objects);
    }

    [Fact]
    public void An_unknown_parameter_is_the_engines_error()
    {
        var result = _host.Invoke("Get-Number -Nope 1");
        Assert.Equal("NamedParameterNotFound,K8sOps.Host.GetNumberCommand", result.Failure?.FullyQualifiedErrorId);
    }

    [Fact]
    public void Where_Object_filters_by_a_property()
    {
        var result = _host.Invoke("Get-Number -Count 3 -Wrapped | Where-Object Value -gt 1");
        Assert.Equal([2, 3], result.Succeeded().Of<Number>().Select(n => n.Value));
    }
}

[Cmdlet(VerbsCommon.Get, "Number")]
public sealed class GetNumberCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public int Count { get; set; } = 3;

    [Parameter]
    public SwitchParameter Wrapped { get; set; }

    protected override void ProcessRecord()
    {
        for (var i = 1; i <= Count; i++) WriteObject(Wrapped ? new Number(i) : i);
    }
}

public sealed record Number(int Value);
