using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsCommon.Get, "RunbookRun")]
[OutputType(typeof(RunbookRun))]
public sealed class GetRunbookRunCommand : K8sCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunCompleter))]
    public string[]? Run { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RanRunbookCompleter))]
    public string[]? Runbook { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Latest { get; set; } = int.MaxValue;

    internal override async Task ProcessAsync(CommandContext c)
    {
        var store = new RunStore(RunStore.DefaultRoot());
        var names = NamePattern.All(Run);
        var runbooks = NamePattern.All(Runbook);
        var all = store.List();
        foreach (var missing in names.Where(n => n.IsLiteral && !all.Any(n.IsMatch))) await c.WriteErrorAsync(RunStore.NotFound(missing.Text, store.Root)).ConfigureAwait(false);
        var found = new List<RunbookRun>();
        foreach (var run in all.Where(r => names.Count == 0 || names.Any(n => n.IsMatch(r))))
        {
            c.Stop.ThrowIfCancellationRequested();
            try
            {
                found.Add(store.Read(run).Summary);
            }
            catch (OperationException e)
            {
                // One that was tampered with says so, and the others are shown.
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }

        // By the machine's clock: a sandbox's begins anew with each process.
        foreach (var run in found.Where(r => runbooks.Count == 0 || runbooks.Any(p => r.Runbooks.Any(p.IsMatch))).OrderByDescending(r => r.HostTime).Take(Latest))
        {
            await c.WriteAsync(run).ConfigureAwait(false);
        }
    }
}
