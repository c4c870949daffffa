using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Kube;

[Cmdlet(VerbsCommon.Get, "K8sEvent")]
[OutputType(typeof(K8sEvent))]
[Permission("events", "list")]
public sealed class GetK8sEventCommand : ReadingCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(PodNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, AllowNull, AllowEmptyString, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Kind { get; set; }

    [Parameter]
    [ValidateSet("Normal", "Warning")]
    public string? Type { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    [Parameter]
    [TimePoint]
    public TimePoint? Since { get; set; }

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        // An object that lives in no namespace, such as a node, binds an empty one; its events are in the namespace default.
        string[]? namespaces = Namespace?.Where(n => !string.IsNullOrEmpty(n)).ToArray() is { Length: > 0 } named ? named : null;
        var query = new EventQuery { Names = Name, Kind = Kind, Namespaces = namespaces, Type = Type, Reason = Reason, Since = Since?.Resolve(cluster.Clock) };
        await foreach (var found in new EventService(cluster).ListAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(found).ConfigureAwait(false);
        }
    }
}
