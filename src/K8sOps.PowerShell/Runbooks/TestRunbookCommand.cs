using System.Globalization;
using System.Management.Automation;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsDiagnostic.Test, "Runbook")]
[OutputType(typeof(CheckResult), typeof(bool))]
public sealed class TestRunbookCommand : RunbookCmdlet
{
    private RunbookLibrary _library = null!;
    private bool _any;
    private bool _wrong;

    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunbookNameCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A path may come with each object; only here is there a location to resolve it from.
        _library = Only(Path);
        base.ProcessRecord();
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        var missing = new List<OperationException>();
        foreach (var reading in _library.Find(NamePattern.All(Name), missing))
        {
            c.Stop.ThrowIfCancellationRequested();
            var started = TimeProvider.System.GetTimestamp();
            var problems = ModuleFacts.Problems(reading);
            var elapsed = TimeProvider.System.GetElapsedTime(started);
            (_any, _wrong) = (true, _wrong || problems.Count > 0);
            if (Quiet) continue;
            if (problems.Count == 0) await c.WriteAsync(Result(reading.Runbook, null, elapsed)).ConfigureAwait(false);
            foreach (var problem in problems) await c.WriteAsync(Result(reading.Runbook, problem, elapsed)).ConfigureAwait(false);
        }

        _wrong |= missing.Count > 0;
        foreach (var error in missing) await c.WriteErrorAsync(error).ConfigureAwait(false);
    }

    internal override async Task EndAsync(CommandContext c)
    {
        if (Quiet) await c.WriteAsync(_any && !_wrong).ConfigureAwait(false);
    }

    private static CheckResult Result(Runbook runbook, RunbookProblem? problem, TimeSpan elapsed)
    {
        var parameters = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase) { ["File"] = runbook.Path! };
        if (problem is not null) (parameters["Line"], parameters["Column"]) = (problem.Line, problem.Column);
        return new CheckResult
        {
            Cluster = "",
            System = "Runbooks",
            Id = problem?.Rule ?? RunbookRules.Valid,
            Status = problem is null ? CheckStatus.Pass : CheckStatus.Fail,
            Kind = "Runbook",
            TargetName = runbook.Name,
            Message = problem is null ? "Keeps to the format" : string.Create(CultureInfo.InvariantCulture, $"Line {problem.Line}: {problem.Message}"),
            Parameters = parameters,
            Evidence = problem is null ? [runbook.Path!] : [string.Create(CultureInfo.InvariantCulture, $"{runbook.Path}:{problem.Line}:{problem.Column}")],
            ObservedAt = TimeProvider.System.GetUtcNow(),
            Elapsed = elapsed,
        };
    }
}
