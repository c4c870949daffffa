using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsCommon.Get, "RunbookStep", DefaultParameterSetName = ByName)]
[OutputType(typeof(RunbookStep))]
public sealed class GetRunbookStepCommand : RunbookCmdlet
{
    private const string ByName = "Name";
    private const string ByObject = "Object";
    private readonly StepInput _input = new();
    private readonly StepCollector _collected = new();
    private RunbookLibrary? _library;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, HelpMessage = "The runbooks, by name or pattern")]
    [Alias("Name")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunbookNameCompleter))]
    public string[] Runbook { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true, HelpMessage = "Findings, alerts, or names of runbooks")]
    [AllowNull, AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ProcedureCompleter))]
    public string[]? Procedure { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunbookStepCompleter))]
    public string[]? Step { get; set; }

    [Parameter]
    public RunbookSection? Section { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ClusterCompleter))]
    public string? Cluster { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        // Where the user stands in the file system is known on the pipeline thread only.
        _library = Library(Path);
        if (Cluster is not null) Cluster = Session.Clusters.ResolveOne(Cluster, Session.ChosenCluster);
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        try
        {
            if (ParameterSetName == ByName)
            {
                await FromNamesAsync(c).ConfigureAwait(false);
                return;
            }

            foreach (var item in _input.Take(InputObject, Cluster ?? "", TimeProvider.System.GetUtcNow())) await FromAsync(item, c).ConfigureAwait(false);
        }
        catch (OperationException e)
        {
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    // The findings of one step are known only when all have come.
    internal override async Task EndAsync(CommandContext c)
    {
        if (ParameterSetName == ByObject)
        {
            try
            {
                _input.Complete();
            }
            catch (OperationException e)
            {
                await c.WriteErrorAsync(e).ConfigureAwait(false);
            }
        }

        foreach (var step in _collected.Steps) await c.WriteAsync(step).ConfigureAwait(false);
    }

    private async Task FromNamesAsync(CommandContext c)
    {
        var missing = new List<OperationException>();
        var runbooks = _library!.Find(NamePattern.All(Runbook), missing).Select(r => r.Runbook).ToList();
        foreach (var error in missing) await c.WriteErrorAsync(error).ConfigureAwait(false);
        foreach (var name in NamePattern.All(Procedure).Where(n => n.IsLiteral && runbooks.Count > 0 && !runbooks.Any(r => r.Procedures.Any(p => n.IsMatch(p.Name)))))
        {
            await c.WriteErrorAsync(new OperationException("NotFound", OperationCategory.ObjectNotFound, name.Literal,
                $"There is no procedure '{name.Literal}' in {string.Join(", ", runbooks.Select(r => r.Name))}. There are: {string.Join("; ", runbooks.SelectMany(r => r.Procedures).Select(p => p.Name))}.",
                $"Get-RunbookStep {runbooks[0].Name} -Procedure *")).ConfigureAwait(false);
        }

        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var runbook in runbooks)
        {
            var steps = Chosen(runbook.Steps).ToList();
            found.UnionWith((Step ?? []).Where(name => steps.Exists(s => StepFinder.IsNamed(s, name))));
            _collected.Add(runbook, steps, Cluster, [], null, c.Warn);
        }

        foreach (var name in (Step ?? []).Where(s => !found.Contains(s) && runbooks.Count > 0))
        {
            await c.WriteErrorAsync(new OperationException("NotFound", OperationCategory.ObjectNotFound, name, $"There is no step '{name}' among those that were asked for.", $"Get-RunbookStep {runbooks[0].Name} | Format-Table")).ConfigureAwait(false);
        }
    }

    private async Task FromAsync(object item, CommandContext c)
    {
        switch (item)
        {
            case CheckResult finding:
                await FromFindingAsync(finding, c).ConfigureAwait(false);
                break;
            case RunbookMatch match:
                var searched = _library!.Get(match.Runbook).Runbook;
                Add(searched, match.GoTo.Count > 0 ? StepFinder.At(searched, match.GoTo) : match.Title == searched.Title ? searched.Steps : [], c);
                break;
            case Runbook runbook:
                Add(runbook, runbook.Steps, c);
                break;
            case RunbookSymptom symptom:
                var treating = _library!.Get(symptom.Runbook).Runbook;
                Add(treating, StepFinder.At(treating, symptom.GoTo), c);
                break;
            case RunbookProcedure { Steps: [{ Runbook: { } name }, ..] } procedure:
                Add(_library!.Get(name).Runbook, procedure.Steps, c);
                break;
            case string name:
                await FromNameAsync(name, c).ConfigureAwait(false);
                break;
            default:
                break;
        }
    }

    private async Task FromFindingAsync(CheckResult finding, CommandContext c)
    {
        if (finding.Status is CheckStatus.Pass or CheckStatus.Skip) return;
        if (finding.System == AlertReader.System && finding.Runbook is null)
        {
            await FromAlertAsync(finding, c).ConfigureAwait(false);
            return;
        }

        if (finding.Runbook is null)
        {
            c.Note($"{finding.Id}: no runbook treats it.");
            return;
        }

        var runbook = _library!.Get(finding.Runbook).Runbook;
        if (StepFinder.Symptom(runbook, finding.Symptom) is not { } symptom)
        {
            await c.WriteErrorAsync(new OperationException("NotFound", OperationCategory.ObjectNotFound, finding.Symptom, $"{finding.Id} leads to the symptom '{finding.Symptom}', which the runbook {runbook.Name} does not have.", $"Find-Runbook -Check {finding.Id}")).ConfigureAwait(false);
            return;
        }

        _collected.Add(runbook, Chosen(StepFinder.At(runbook, symptom.GoTo)), finding.Cluster.Length > 0 ? finding.Cluster : Cluster, finding.Parameters, finding, c.Warn);
    }

    private async Task FromAlertAsync(CheckResult alert, CommandContext c, bool isName = false)
    {
        var matches = RunbookSearch.Alerts(_library!.All().Select(r => r.Runbook), [new NamePattern(NamePattern.Escape(alert.Id))]);
        if (matches.Count == 0 && isName) await c.WriteErrorAsync(Unknown(alert.Id)).ConfigureAwait(false);
        else if (matches.Count == 0) c.Note($"{alert.Id}: no runbook treats this alert.");
        foreach (var match in matches)
        {
            var runbook = _library.Get(match.Runbook).Runbook;
            var finding = alert with { Runbook = runbook.Name, Symptom = match.Symptom };
            // What a label says may be of another type than the parameter; such a one is simply not known.
            _collected.Add(runbook, Chosen(StepFinder.At(runbook, match.GoTo)), ClusterOf(alert), AlertReader.Parameters(runbook.Parameters, alert.Parameters), finding, c.Note);
        }
    }

    /// <summary>A context that an alert's label names, where it is one.</summary>
    private string? ClusterOf(CheckResult alert)
        => Cluster ?? (alert.Parameters.GetValueOrDefault("cluster") is string label && Session.Clusters.Names.Contains(label, StringComparer.Ordinal) ? label : null);

    private async Task FromNameAsync(string name, CommandContext c)
    {
        var missing = new List<OperationException>();
        var found = _library!.Find([new NamePattern(name)], missing);
        foreach (var reading in found) Add(reading.Runbook, reading.Runbook.Steps, c);
        if (missing.Count > 0) await FromAlertAsync(AlertReader.Named(name, Cluster ?? "", TimeProvider.System.GetUtcNow()), c, isName: true).ConfigureAwait(false);
    }

    private OperationException Unknown(string name) => new("NotFound", OperationCategory.ObjectNotFound, name,
        $"There is no runbook '{name}', and no runbook treats an alert of that name. Runbooks: {string.Join(", ", _library!.Files().Keys)}.", $"Find-Runbook '{name}'");

    private void Add(Runbook runbook, IEnumerable<RunbookStep> steps, CommandContext c) => _collected.Add(runbook, Chosen(steps), Cluster, [], null, c.Warn);

    private IEnumerable<RunbookStep> Chosen(IEnumerable<RunbookStep> steps)
    {
        var procedures = NamePattern.All(Procedure);
        return steps.Where(s => (Section is not { } section || s.Section == section)
            && (procedures.Count == 0 || procedures.Any(p => p.IsMatch(s.Procedure)))
            && (Step is null || Step.Any(name => StepFinder.IsNamed(s, name))));
    }
}
