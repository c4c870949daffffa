using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsCommon.Find, "Runbook", DefaultParameterSetName = ByWords)]
[OutputType(typeof(RunbookMatch))]
public sealed class FindRunbookCommand : RunbookCmdlet
{
    private const string ByWords = "Words";
    private const string BySymptom = "Symptom";
    private const string ByAlert = "Alert";
    private const string ByCheck = "Check";
    private const string ByObject = "Object";
    private readonly StepInput _input = new();
    private readonly HashSet<(string, string)> _told = [];
    private RunbookLibrary? _library;

    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByWords, ValueFromRemainingArguments = true, HelpMessage = "Words to look for")]
    [ValidateNotNullOrEmpty]
    public string[] Query { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = BySymptom, HelpMessage = "Symptoms, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(SymptomCompleter))]
    public string[] Symptom { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByAlert, HelpMessage = "Alerts, by name or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(AlertCompleter))]
    public string[] Alert { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByCheck, HelpMessage = "Checks, by id or pattern")]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[] Check { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByObject, ValueFromPipeline = true, HelpMessage = "Findings or alerts")]
    [AllowNull, AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _library = Library(Path);
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        try
        {
            var runbooks = _library!.All().Select(r => r.Runbook).ToList();
            switch (ParameterSetName)
            {
                case BySymptom:
                    await TellAsync(RunbookSearch.Symptoms(runbooks, NamePattern.All(Symptom)), Symptom, "symptom", c).ConfigureAwait(false);
                    break;
                case ByAlert:
                    await TellAsync(RunbookSearch.Alerts(runbooks, NamePattern.All(Alert)), Alert, "alert", c).ConfigureAwait(false);
                    break;
                case ByCheck:
                    await TellAsync(RunbookSearch.Checks(runbooks, NamePattern.All(Check)), Check, "check", c).ConfigureAwait(false);
                    break;
                case ByObject:
                    foreach (var item in _input.Take(InputObject, "", TimeProvider.System.GetUtcNow())) await FromAsync(item, runbooks, c).ConfigureAwait(false);
                    break;
                default:
                    foreach (var match in RunbookSearch.Words(runbooks, Query)) await c.WriteAsync(match).ConfigureAwait(false);
                    break;
            }
        }
        catch (OperationException e)
        {
            await c.WriteErrorAsync(e).ConfigureAwait(false);
        }
    }

    internal override async Task EndAsync(CommandContext c)
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

    private static async Task TellAsync(IReadOnlyList<RunbookMatch> matches, string[] names, string what, CommandContext c)
    {
        foreach (var match in matches) await c.WriteAsync(match).ConfigureAwait(false);
        foreach (var name in NamePattern.All(names).Where(n => n.IsLiteral && matches.Count == 0))
        {
            await c.WriteErrorAsync(new OperationException("NotFound", OperationCategory.ObjectNotFound, name.Literal, $"No runbook treats the {what} '{name.Literal}'.", $"Find-Runbook '{name.Literal}'")).ConfigureAwait(false);
        }
    }

    private async Task FromAsync(object item, List<Runbook> runbooks, CommandContext c)
    {
        var matches = item switch
        {
            CheckResult { Status: CheckStatus.Pass or CheckStatus.Skip } => [],
            CheckResult { System: AlertReader.System, Runbook: null } alert => RunbookSearch.Alerts(runbooks, [new NamePattern(NamePattern.Escape(alert.Id))]),
            CheckResult finding => runbooks.Where(r => string.Equals(r.Name, finding.Runbook, StringComparison.OrdinalIgnoreCase))
                .Select(r => StepFinder.Symptom(r, finding.Symptom) is { } symptom ? RunbookSearch.Of(r, symptom, finding.Id) : null).OfType<RunbookMatch>().ToList(),
            string text when RunbookSearch.Alerts(runbooks, [new NamePattern(NamePattern.Escape(text))]) is { Count: > 0 } alerts => alerts,
            string text => RunbookSearch.Words(runbooks, [text]),
            RunbookMatch match => [match],
            _ => [],
        };
        foreach (var match in matches.Where(m => _told.Add((m.Runbook, m.Title)))) await c.WriteAsync(match).ConfigureAwait(false);
    }
}
