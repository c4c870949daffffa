using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsData.Export, "RunbookScript", DefaultParameterSetName = ByName, SupportsShouldProcess = true)]
[OutputType(typeof(string), typeof(FileInfo))]
public sealed class ExportRunbookScriptCommand : RunbookCmdlet
{
    private const string ByName = "Name";
    private const string ByObject = "Object";

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, HelpMessage = "The runbooks, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunbookNameCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true, HelpMessage = "The runbooks, as Get-Runbook gives them")]
    public Runbook[] InputObject { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Path is not null) Path = GetUnresolvedProviderPathFromPSPath(Path);
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        var missing = new List<OperationException>();
        var readings = ParameterSetName == ByName
            ? Library(null).Find(NamePattern.All(Name), missing)
            : [.. InputObject.Select(r => RunbookReader.Read(r.Name, r.Path, r.Text))];
        foreach (var error in missing) await c.WriteErrorAsync(error).ConfigureAwait(false);
        foreach (var reading in readings)
        {
            try
            {
                await ExportAsync(reading, c).ConfigureAwait(false);
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }
    }

    private async Task ExportAsync(RunbookReading reading, CommandContext c)
    {
        var runbook = reading.Runbook;
        if (ModuleFacts.Problems(reading) is [var first, ..])
        {
            throw new OperationException("RunbookNotClean", OperationCategory.InvalidData, runbook.Name,
                $"The runbook {runbook.Name} does not keep to the format, so no script is made of it: {runbook.Path}:{first.Line}: {first.Message}", $"Test-Runbook {runbook.Name}");
        }

        var script = RunbookScriptWriter.Write(runbook, RunbookScriptWriter.ManifestAt(ModuleFiles.Manifest));
        if (Path is null)
        {
            await c.WriteAsync(script).ConfigureAwait(false);
            return;
        }

        var file = Path.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) ? Path : System.IO.Path.Combine(Path, runbook.Name + ".ps1");
        if (await c.ConfirmAsync(file, $"Write the runbook {runbook.Name} as a script").ConfigureAwait(false) != Consent.Yes) return;
        OutputFile.Write(file, script);
        if (PassThru) await c.WriteAsync(WrittenFile.Of(new FileInfo(file))).ConfigureAwait(false);
    }
}
