using System.Management.Automation;

namespace HelpFixture;

[Cmdlet(VerbsCommon.Get, "Thing", DefaultParameterSetName = "ByName")]
[OutputType(typeof(K8sOps.CheckResult), typeof(bool))]
public sealed class GetThingCommand : ThingCommand
{
    [Parameter(Mandatory = true, ParameterSetName = "ById", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("uid", "guid")]
    public string Id { get; set; } = "";

    [Parameter(Position = 0, ParameterSetName = "ByName", ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*", "a b"];

    [Parameter(Position = 1)]
    public string? Place { get; set; }

    [Parameter]
    public K8sOps.CheckStatus Status { get; set; } = K8sOps.CheckStatus.Warn;

    [Parameter]
    public K8sOps.CheckStatus[] Not { get; set; } = [];

    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string? Type { get; set; }

    [Parameter]
    public SwitchParameter All { get; set; }

    [Parameter]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    [Parameter]
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(1500);

    [Parameter]
    public int? Limit { get; set; } = 500;

    [Parameter]
    public double Share { get; set; } = 0.5;

    [Parameter]
    public string Home { get; set; } = Environment.CurrentDirectory;

    [Parameter(DontShow = true, ValueFromPipelineByPropertyName = true)]
    public string? Kind { get; set; }

    public string NotAParameter { get; set; } = "x";
}
