using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>What the words behind the fence of a PowerShell block say.</summary>
internal sealed record FenceInfo(RunbookBlockKind Kind, TimeSpan Timeout, TimeSpan Every)
{
    private const string PowerShell = "powershell";

    /// <summary>How often a verification is repeated when only its end is told.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(10);

    private static readonly string[] s_nearly = ["pwsh", "ps1", "ps", "posh", "powershell-interactive"];

    /// <summary>Whether it is a PowerShell block; one that only nearly says so is told, since it would not run.</summary>
    public static bool IsPowerShell(MarkdownCode code, ProblemList? problems = null)
    {
        if (code.Language == PowerShell) return true;
        var nearly = string.Equals(code.Language, PowerShell, StringComparison.OrdinalIgnoreCase) || s_nearly.Contains(code.Language, StringComparer.OrdinalIgnoreCase);
        if (nearly) problems?.Add(RunbookRules.Fence, code, $"The language \"{code.Language}\" is only shown: what is to run is a \"{PowerShell}\" block.");
        return false;
    }

    /// <summary>Reads the words; each that is not known is told.</summary>
    public static FenceInfo Read(MarkdownCode code, ProblemList problems)
    {
        var kind = RunbookBlockKind.Action;
        TimeSpan? timeout = null;
        TimeSpan? every = null;
        foreach (var word in code.Arguments)
        {
            switch (word)
            {
                case "verify" or "rollback" or "manual" when kind != RunbookBlockKind.Action:
                    problems.Add(RunbookRules.Fence, code, $"A block is one of verify, rollback and manual, not \"{word}\" as well.");
                    break;
                case "verify":
                    kind = RunbookBlockKind.Verify;
                    break;
                case "rollback":
                    kind = RunbookBlockKind.Rollback;
                    break;
                case "manual":
                    kind = RunbookBlockKind.Manual;
                    break;
                case var _ when word.StartsWith("timeout=", StringComparison.Ordinal):
                    timeout = Duration(code, word, timeout, problems);
                    break;
                case var _ when word.StartsWith("every=", StringComparison.Ordinal):
                    every = Duration(code, word, every, problems);
                    break;
                default:
                    problems.Add(RunbookRules.Fence, code, $"\"{word}\" behind the fence is not known: there are verify, rollback, manual, timeout=10m and every=15s.");
                    break;
            }
        }

        if ((timeout ?? every) is not null && kind != RunbookBlockKind.Verify) problems.Add(RunbookRules.Fence, code, "Only a verification is repeated: timeout and every belong behind verify.");
        else if (every is not null && timeout is null) problems.Add(RunbookRules.Fence, code, "every=… needs a timeout=…: without one the verification is made once.");
        else if (every > timeout) problems.Add(RunbookRules.Fence, code, "every=… is longer than timeout=….");
        return new FenceInfo(kind, timeout ?? TimeSpan.Zero, timeout is null ? TimeSpan.Zero : every ?? s_every);
    }

    private static TimeSpan? Duration(MarkdownCode code, string word, TimeSpan? before, ProblemList problems)
    {
        if (before is not null) problems.Add(RunbookRules.Fence, code, $"\"{word}\" is given twice.");
        if (RunbookDurations.TryParse(word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..], out var duration) && duration > TimeSpan.Zero) return duration;
        problems.Add(RunbookRules.Fence, code, $"\"{word}\" is no duration: write 15s, 10m or 1h30m.");
        return before;
    }
}
