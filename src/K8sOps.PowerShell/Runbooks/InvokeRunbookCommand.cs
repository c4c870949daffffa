using System.Management.Automation;
using K8sOps.Runbooks.Running;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsLifecycle.Invoke, "Runbook", SupportsShouldProcess = true)]
[OutputType(typeof(StepResult))]
public sealed class InvokeRunbookCommand : InvokingCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.RunbookNameCompleter))]
    public string Name { get; set; } = "";

    [Parameter(Position = 1)]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.ProcedureCompleter))]
    public string[]? Procedure { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.RunbookStepCompleter))]
    public string[]? Step { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    private protected override IReadOnlyList<StepResult> Execute(IRunEngine engine)
    {
        var reading = Library(Path).Get(Name);
        RunbookGuard.Check(reading);
        var runbook = reading.Runbook;
        // What -Parameter says of the procedure is as good as -Procedure, and never only the consent to it.
        if ((Procedure ?? [.. new RunInput(Parameter).Texts(nameof(Procedure))]) is not { Length: > 0 } procedures)
        {
            // Without a procedure it is looked at, and nothing else.
            return Run(engine, runbook.Diagnosis, null, Step);
        }

        foreach (var name in procedures.Select(p => new NamePattern(p)).Where(p => p.IsLiteral && !runbook.Procedures.Any(q => p.IsMatch(q.Name))))
        {
            throw new OperationException("NotFound", OperationCategory.ObjectNotFound, name.Literal,
                $"{runbook.Name} has no procedure '{name.Literal}'. There are: {string.Join(", ", runbook.Procedures.Select(p => p.Name))}.", $"Get-RunbookStep {runbook.Name} -Procedure *");
        }

        return Run(engine, [.. runbook.Procedures.SelectMany(p => p.Steps)], procedures, Step);
    }
}
