using System.Management.Automation;
using K8sOps.Binding;
using K8sOps.Completers;
using K8sOps.Engine;

namespace K8sOps.Runbooks;

[Cmdlet(VerbsCommon.New, "RunbookStep", DefaultParameterSetName = ByAction)]
[OutputType(typeof(RunbookStep))]
public sealed class NewRunbookStepCommand : K8sCmdlet
{
    private const string ByAction = "Action";
    private const string ByHand = "Manual";
    private readonly Dictionary<string, string> _types = new(StringComparer.OrdinalIgnoreCase);

    [Parameter(Mandatory = true, Position = 0, HelpMessage = "What the step is about, with or without its number")]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    // A script block binds as its text, which is all that is wanted of it.
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByAction, HelpMessage = "The script block that runs")]
    [ValidateNotNullOrEmpty]
    public string? Action { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ByHand, HelpMessage = "What is done by hand")]
    [ValidateNotNullOrEmpty]
    public string? Manual { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Verify { get; set; }

    [Parameter]
    public string? VerifyText { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? VerifyTimeout { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? VerifyEvery { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Rollback { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProcedureRollback { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(RunbookNameCompleter))]
    public string? Runbook { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty, ArgumentCompleter(typeof(ProcedureCompleter))]
    public string? Procedure { get; set; }

    [Parameter]
    [ValidateRange(1, 9999)]
    public int? Number { get; set; }

    [Parameter]
    public SwitchParameter Destructive { get; set; }

    [Parameter]
    public string? Danger { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Target { get; set; }

    [Parameter]
    public string? Text { get; set; }

    [Parameter]
    public string? Expected { get; set; }

    [Parameter]
    public string? IfAbnormal { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The caller's variables are seen on the pipeline thread only. Their values are not taken: one that was never given has one too.
        foreach (var name in StepComposer.Free([Action, Verify, Rollback, ProcedureRollback]))
        {
            var value = GetVariableValue(name) is PSObject wrapped ? wrapped.BaseObject : GetVariableValue(name);
            if (TypeOf(value) is { } type) _types[name] = type;
        }

        base.ProcessRecord();
    }

    internal override async Task ProcessAsync(CommandContext c)
    {
        foreach (var (name, duration) in new[] { (nameof(VerifyTimeout), VerifyTimeout), (nameof(VerifyEvery), VerifyEvery), (nameof(Target), Target) })
        {
            if (duration <= TimeSpan.Zero) throw new OperationException("InvalidDuration", OperationCategory.InvalidArgument, name, $"-{name} must be more than nothing.");
        }

        await c.WriteAsync(StepComposer.Compose(
            new StepDraft
            {
                Name = Name,
                Runbook = Runbook,
                Procedure = Procedure,
                Number = Number,
                Destructive = Destructive,
                Warning = Danger,
                Action = Action,
                Manual = Manual,
                Verify = Verify,
                VerifyText = VerifyText,
                VerifyTimeout = VerifyTimeout ?? TimeSpan.Zero,
                VerifyEvery = VerifyEvery,
                Rollback = Rollback,
                ProcedureRollback = ProcedureRollback,
                Target = Target,
                Text = Text,
                Expected = Expected,
                IfAbnormal = IfAbnormal,
            },
            _types.GetValueOrDefault)).ConfigureAwait(false);
    }

    private static string? TypeOf(object? value) => value switch
    {
        string => "string",
        bool or SwitchParameter => "bool",
        int => "int",
        long => "long",
        double or float or decimal => "double",
        TimeSpan => "duration",
        DateTime or DateTimeOffset => "datetime",
        _ => null,
    };
}
