using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;
using K8sOps.Runbooks.Reports;
using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsData.Export, "RunbookReport")]
[OutputType(typeof(FileInfo))]
public sealed class ExportRunbookReportCommand : K8sCmdlet
{
    private readonly List<string> _runs = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The id of a run, as Get-RunbookRun shows it")]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunCompleter))]
    public string[] Run { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    [Parameter]
    public ReportFormat Format { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Where the user stands in the file system is known on the pipeline thread only.
        Path = GetUnresolvedProviderPathFromPSPath(Path);
        base.BeginProcessing();
    }

    internal override Task ProcessAsync(CommandContext c)
    {
        // The results of a run's steps name it once each, and one report has them all.
        _runs.AddRange(Run.Where(r => !_runs.Contains(r, StringComparer.Ordinal)));
        return Task.CompletedTask;
    }

    internal override async Task EndAsync(CommandContext c)
    {
        var store = new RunStore(RunStore.DefaultRoot());
        var file = new ReportFile(Path, Format, isForSeveral: _runs.Count > 1);
        foreach (var run in _runs)
        {
            try
            {
                var written = file.Write(store.Read(run));
                c.Note($"The report of {run} is in {written.FullName}.");
                if (PassThru) await c.WriteAsync(WrittenFile.Of(written)).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }
}
