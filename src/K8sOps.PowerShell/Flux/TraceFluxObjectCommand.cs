using System.Collections.Concurrent;
using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsDiagnostic.Trace, "FluxObject")]
[OutputType(typeof(FluxTrace))]
[Permission("*.*", "get", "list")]
public sealed class TraceFluxObjectCommand : ReadingCmdlet
{
    /// <summary>One for each cluster, for all that comes down the pipeline: what many objects have in common is read once.</summary>
    private readonly ConcurrentDictionary<Cluster, FluxTraceService> _services = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The kind of the object, as kubectl takes it, such as pod or deploy")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(KindCompleter))]
    public string Kind { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, HelpMessage = "The name of the object")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ResourceNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, AllowNull, AllowEmptyString, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, DontShow = true)]
    public string? ApiVersion { get; set; }

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        // An object that lives in no namespace binds an empty one.
        string[]? namespaces = Namespace?.Where(n => !string.IsNullOrEmpty(n)).ToArray() is { Length: > 0 } named ? named : null;
        var query = new ResourceQuery { Kind = Kind, ApiVersion = ApiVersion, Names = Name, Namespaces = namespaces, OnMissing = c.Error };
        var service = _services.GetOrAdd(cluster, static one => new FluxTraceService(one));
        await foreach (var trace in service.TraceAsync(query, c.Error, c.Operation, c.Stop).ConfigureAwait(false))
        {
            await c.WriteAsync(trace).ConfigureAwait(false);
        }
    }
}
