using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sLog", DefaultParameterSetName = ByName)]
[OutputType(typeof(K8sLogLine))]
[Permission("pods", "get", "list")]
[Permission("pods/log", "get")]
public sealed class GetK8sLogCommand : ReadingCmdlet, IKindGuarded
{
    private const string ByName = "Name";
    private const string BySelector = "Selector";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipelineByPropertyName = true, HelpMessage = "The pods whose logs are read")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(PodNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = BySelector, HelpMessage = "A label selector, such as app.kubernetes.io/name=sonarr")]
    [Alias("l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter]
    [Alias("c")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[]? Container { get; set; }

    [Parameter]
    [Alias("f")]
    public SwitchParameter Follow { get; set; }

    [Parameter]
    [Alias("p")]
    public SwitchParameter Previous { get; set; }

    [Parameter]
    [TimePoint]
    public TimePoint? Since { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Match { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Kind { get; set; }

    string IKindGuarded.ExpectedKind => "Pod";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new LogQuery
        {
            Names = Name,
            Namespaces = Namespace,
            LabelSelector = Selector,
            Containers = Container,
            Follow = Follow,
            Previous = Previous,
            Since = Since?.Resolve(cluster.Clock),
            Tail = Tail,
            Match = Match,
            OnError = c.Error,
        };
        await foreach (var line in new LogService(cluster).ReadAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(line).ConfigureAwait(false);
        }
    }
}
