using System.Globalization;
using System.Text.RegularExpressions;
using K8sOps.Runbooks.Blocks;

namespace K8sOps.Runbooks;

/// <summary>Makes a step of what somebody composed: in a runbook's script, or at the prompt.</summary>
public static partial class StepComposer
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(15);

    /// <summary>The step.</summary>
    /// <param name="draft">What was composed.</param>
    /// <param name="typeOf">The declared type of a variable's parameter (<c>int</c>), or null where nobody knows.</param>
    /// <exception cref="OperationException"><c>InvalidStep</c>.</exception>
    public static RunbookStep Compose(StepDraft draft, Func<string, string?> typeOf)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(typeOf);
        var named = Numbered().Match(draft.Name);
        var title = (named.Success ? named.Groups[2].Value : draft.Name).Trim();
        var number = draft.Number ?? (named.Success ? int.Parse(named.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0);
        var (action, manual) = (Code(draft.Action), Code(draft.Manual));
        if (title.Length == 0) throw Refuse(draft, "it has no name");
        if (action is null && manual is null) throw Refuse(draft, "it has neither an action nor something to do by hand");
        if (action is not null && manual is not null) throw Refuse(draft, "it has both an action and something to do by hand; make two steps of it");
        if (draft.VerifyTimeout > TimeSpan.Zero && Code(draft.Verify) is null) throw Refuse(draft, "there is a time for a verification, and no verification");
        var place = draft.Procedure is { Length: > 0 } procedure ? Slug(procedure) : null;
        var step = new RunbookStep
        {
            Runbook = Trimmed(draft.Runbook),
            Id = place is null ? Slug(number > 0 ? $"step-{number}-{title}" : title) : string.Create(CultureInfo.InvariantCulture, $"{place}/{Math.Max(number, 1)}"),
            Section = place is not null ? RunbookSection.Procedure : Code(draft.Verify) is null && draft.Expected is not null ? RunbookSection.Diagnosis : RunbookSection.Unknown,
            Procedure = place is null ? null : draft.Procedure!.Trim(),
            Number = number,
            Title = title,
            Destructive = draft.Destructive || Trimmed(draft.Warning) is not null,
            Warning = FlowText.Join(draft.Warning) is { Length: > 0 } warning ? warning : null,
            Action = action,
            Manual = manual,
            Verify = Code(draft.Verify),
            VerifyText = FlowText.Join(draft.VerifyText),
            VerifyTimeout = draft.VerifyTimeout,
            VerifyEvery = draft.VerifyEvery ?? (draft.VerifyTimeout > TimeSpan.Zero ? s_every : TimeSpan.Zero),
            Rollback = Code(draft.Rollback),
            ProcedureRollback = Code(draft.ProcedureRollback),
            Target = draft.Target,
            Text = FlowText.Join(draft.Text),
            Expected = FlowText.Join(draft.Expected),
            IfAbnormal = FlowText.Join(draft.IfAbnormal),
        };
        return step with { Parameters = [.. Free([step.Action, step.Verify, step.Rollback, step.ProcedureRollback]).Select(n => new RunbookParameter(n, typeOf(n) ?? "string", null, "A variable of the step."))] };
    }

    /// <summary>The variables that blocks use and do not assign themselves, each once.</summary>
    public static IEnumerable<string> Free(IEnumerable<string?> blocks)
        => blocks.OfType<string>().SelectMany(Free).Where(v => !EngineVariables.Contains(v) && !string.Equals(v, "Cluster", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Free(string code)
    {
        var reading = BlockReader.Read(code);
        if (reading.Problems.Count == 0) return reading.Variables.Where(v => !v.IsAssigned && !v.IsLocal).Select(v => v.Name);
        // Somebody's own code may be more than the language of runbooks; then every variable counts that it does not assign.
        var assigned = Assigned().Matches(code).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Used().Matches(code).Select(m => m.Groups[1].Value).Where(v => !assigned.Contains(v));
    }

    /// <summary>As GitHub names a heading.</summary>
    private static string Slug(string text) => NotInSlug().Replace(text.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string? Code(string? text) => FlowText.Dedent(text) is { Length: > 0 } code ? code : null;

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    private static OperationException Refuse(StepDraft draft, string why) => new("InvalidStep", OperationCategory.InvalidArgument, draft.Name, $"'{draft.Name}' is no step: {why}.", "Get-Help New-RunbookStep -Examples");

    [GeneratedRegex(@"^\s*([0-9]{1,4})\.\s+(.*)$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"(?<!`)(?:\$\{?|(?<=\s)@)([A-Za-z_]\w*)(?![\w:])")]
    private static partial Regex Used();

    [GeneratedRegex(@"(?:\bforeach\s*\(\s*)?\$(?<name>[A-Za-z_]\w*)(?:\s*(?:[-+*/%]|\?\?)?=(?!=)|\s+in\b)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Assigned();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInSlug();
}
