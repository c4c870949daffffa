using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsLifecycle.Wait, "K8sResource", DefaultParameterSetName = ByCondition)]
[OutputType(typeof(K8sResource))]
[Permission("*.*", "list", "watch")]
public sealed class WaitK8sResourceCommand : ReadingCmdlet
{
    private const string ByCondition = "Condition";
    private const string ByPresence = "For";
    private const string ByProperty = "Property";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "A kind as kubectl takes it")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(KindCompleter))]
    public string Kind { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The objects, by their full names")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ResourceNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [AllowNull, AllowEmptyString, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(ParameterSetName = ByCondition)]
    [ValidateNotNullOrEmpty]
    public string Condition { get; set; } = "Ready";

    [Parameter(Mandatory = true, ParameterSetName = ByPresence, HelpMessage = "Exists or Deleted")]
    [ValidateSet("Exists", "Deleted")]
    public string For { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = ByProperty, HelpMessage = "A field, such as .status.phase")]
    [ValidateNotNullOrEmpty]
    public string Property { get; set; } = "";

    [Parameter(ParameterSetName = ByProperty)]
    [SupportsWildcards, ValidateNotNullOrEmpty]
    public string? Value { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? ApiVersion { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? Uid { get; set; }

    internal override Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var goal = ParameterSetName switch
        {
            ByPresence => new ResourceGoal { IsDeletion = For.Equals("Deleted", StringComparison.OrdinalIgnoreCase), Uid = NullIfEmpty(Uid) },
            ByProperty => new ResourceGoal { Property = Property, Value = Value },
            _ => new ResourceGoal { Condition = Condition },
        };
        return Task.WhenAll(Name.Select(name => WaitAsync(cluster, name, goal, c)));
    }

    private async Task WaitAsync(Cluster cluster, string name, ResourceGoal goal, CommandContext c)
    {
        try
        {
            if (await new ResourceWaitService(cluster).WaitAsync(Kind, ApiVersion, NullIfEmpty(Namespace), name, goal, Timeout, c.Operation, c.Stop).ConfigureAwait(false) is { } found) await c.WriteAsync(found).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    /// <summary>What an object does not have is bound as an empty text.</summary>
    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
