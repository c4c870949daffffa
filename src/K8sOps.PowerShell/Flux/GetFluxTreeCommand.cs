using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Flux;

[Cmdlet(VerbsCommon.Get, "FluxTree")]
[OutputType(typeof(FluxTreeNode))]
[Permission("kustomizations.kustomize.toolkit.fluxcd.io", "get", "list")]
[Permission("helmreleases.helm.toolkit.fluxcd.io", "get", "list")]
[Permission("*.*", "get", "list")]
public sealed class GetFluxTreeCommand : ReadingCmdlet, IKindGuarded
{
    /// <summary>Held while one tree is written: clusters are read side by side, and a tree that is drawn must stay in one piece.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[]? Namespace { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(FluxAppKindCompleter))]
    public string[]? Kind { get; set; }

    [Parameter]
    [ValidateRange(0, 64)]
    public int? Depth { get; set; }

    [Parameter]
    public SwitchParameter NoStatus { get; set; }

    string? IKindGuarded.Kind => Kind?.FirstOrDefault(k => FluxKinds.Find(k, FluxKinds.Apps) is null);

    string IKindGuarded.ExpectedKind => "Kustomization or HelmRelease";

    internal override async Task ReadAsync(Cluster cluster, CommandContext c)
    {
        var query = new FluxTreeQuery { Kinds = Kind, Names = Name, Namespaces = Namespace, Depth = Depth, WithStatus = !NoStatus, OnError = c.Error };
        var holds = false;
        try
        {
            await foreach (var node in new FluxTreeService(cluster).ReadAsync(query, c.Operation, c.Stop).ConfigureAwait(false))
            {
                if (node.Depth == 0)
                {
                    if (holds) _turn.Release();
                    holds = false;
                    await _turn.WaitAsync(c.Stop).ConfigureAwait(false);
                    holds = true;
                }

                await c.WriteAsync(node).ConfigureAwait(false);
            }
        }
        finally
        {
            if (holds) _turn.Release();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _turn.Dispose();
        base.Dispose(disposing);
    }
}
