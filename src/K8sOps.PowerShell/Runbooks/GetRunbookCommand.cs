using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsCommon.Get, "Runbook")]
[OutputType(typeof(Runbook))]
public sealed class GetRunbookCommand : RunbookCmdlet
{
    private RunbookLibrary _library = null!;

    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunbookNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _library = Only(Path);
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        var missing = new List<OperationException>();
        foreach (var reading in _library.Find(NamePattern.All(Name), missing)) await c.WriteAsync(reading.Runbook).ConfigureAwait(false);
        foreach (var error in missing) await c.WriteErrorAsync(error).ConfigureAwait(false);
    }
}
