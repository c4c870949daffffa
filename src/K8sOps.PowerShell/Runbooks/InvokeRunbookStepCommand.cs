using System.Management.Automation;
using K8sOps.Runbooks.Running;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsLifecycle.Invoke, "RunbookStep", SupportsShouldProcess = true)]
[OutputType(typeof(StepResult))]
public sealed class InvokeRunbookStepCommand : InvokingCmdlet
{
    private readonly List<RunbookStep> _steps = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public RunbookStep[] InputObject { get; set; } = [];

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.ProcedureCompleter))]
    public string[]? Procedure { get; set; }

    [Parameter]
    [SupportsWildcards, ValidateNotNullOrEmpty, ArgumentCompleter(typeof(Completers.RunbookStepCompleter))]
    public string[]? Step { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _steps.AddRange(InputObject);

    private protected override IReadOnlyList<StepResult> Execute(IRunEngine engine) => Run(engine, _steps, Procedure, Step);
}
