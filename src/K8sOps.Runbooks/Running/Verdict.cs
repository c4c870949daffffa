using K8sOps.Runbooks.Runs;

namespace K8sOps.Runbooks.Running;

/// <summary>What a verification said.</summary>
/// <param name="Status">Pass only when it ended without an error, emitted something, and all of it was true.</param>
/// <param name="Reason">Why it did not pass; empty when it did.</param>
/// <param name="Objects">What it emitted, a line each.</param>
public sealed record Verdict(CheckStatus Status, string Reason, IReadOnlyList<string> Objects)
{
    /// <summary>Judges what came of a verification block.</summary>
    public static Verdict Of(BlockResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var lines = result.Output.Select(Line).ToList();
        if (result.Failed)
        {
            var blind = result.Errors.Count > 0 && result.Errors.All(e => e.IsBlind);
            var text = result.Errors.Count > 0 ? string.Join(' ', result.Errors.Select(e => e.Message)) : "it did not run to its end";
            return new Verdict(blind ? CheckStatus.Unknown : CheckStatus.Fail, blind ? "the verification could not look: " + text : "the verification failed: " + text, lines);
        }

        if (result.Output.Count == 0) return new Verdict(CheckStatus.Fail, "the verification emitted nothing, and silence proves nothing", lines);
        var judged = result.Output.Select(Judge).ToList();
        // What is certainly wrong comes before what could not be seen.
        foreach (var status in (CheckStatus[])[CheckStatus.Fail, CheckStatus.Warn, CheckStatus.Unknown, CheckStatus.Skip])
        {
            if (judged.Find(j => j.Status == status) is { Reason: { } reason }) return new Verdict(status, reason, lines);
        }

        return new Verdict(CheckStatus.Pass, "", lines);
    }

    private static (CheckStatus Status, string? Reason) Judge(object? value) => value switch
    {
        true => (CheckStatus.Pass, null),
        false => (CheckStatus.Fail, "the verification says false"),
        CheckResult { Status: CheckStatus.Pass } => (CheckStatus.Pass, null),
        CheckResult check => (check.Status, $"{check.Id} is {check.Status}: {check.Message}"),
        null => (CheckStatus.Fail, "the verification emitted $null"),
        _ when IsRecord(value.GetType()) => (CheckStatus.Pass, null),
        _ => (CheckStatus.Fail, $"the verification emitted a {value.GetType().Name} ({Line(value)}), which is neither a Boolean nor a CheckResult nor a record of this module"),
    };

    /// <summary>An object of one of our records. A plain value of ours, such as an enum, is as good as its text, and no proof.</summary>
    private static bool IsRecord(Type type)
        => type is { IsClass: true } && type.Assembly.GetName().Name is { } name && (name == "K8sOps" || name.StartsWith("K8sOps.", StringComparison.Ordinal));

    private static string Line(object? value) => value switch
    {
        null => "$null",
        bool flag => flag ? "True" : "False",
        CheckResult check => $"{check.Status} {check.Id}{(check.TargetName is null ? "" : " " + check.TargetName)}: {check.Message}",
        _ => JournalText.Of(value),
    };
}
