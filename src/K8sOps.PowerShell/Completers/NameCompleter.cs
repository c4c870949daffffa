using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using K8sOps.Engine;

namespace K8sOps.Completers;

/// <summary>
/// Completes names. A live one asks the server, for less than half a second; what is late is kept for the next Tab. It never
/// throws: a completer that throws shows nothing and hides why, so the reason goes to <c>$env:K8SOPS_TRACE</c>.
/// </summary>
public abstract class NameCompleter : IArgumentCompleter
{
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return Complete(wordToComplete ?? "", new CompletionRequest(commandName, CommandSession.Current, fakeBoundParameters));
        }
        catch (Exception e) when (Trace(e))
        {
            return [];
        }
    }

    /// <summary>The names there are, or null when the server is to be asked.</summary>
    internal virtual IReadOnlyList<Completion>? Known(CompletionRequest request) => null;

    /// <summary>What a cached answer depends on; null when this completer asks nobody.</summary>
    internal virtual string? CacheKey(CompletionRequest request) => null;

    /// <summary>Asks the server.</summary>
    internal virtual Task<IReadOnlyList<Completion>> AskAsync(CompletionRequest request, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Completion>>([]);

    private CompletionResult[] Complete(string word, CompletionRequest request)
    {
        // The user may have opened a quote already; the engine hands us the word with it.
        var quote = word.Length > 0 && word[0] is '\'' or '"' ? word[..1] : "";
        var prefix = word.Trim('\'', '"');
        var names = Known(request) ?? Live(request);
        var pattern = new WildcardPattern(WildcardPattern.Escape(prefix) + "*", WildcardOptions.IgnoreCase);
        var loose = new WildcardPattern("*" + WildcardPattern.Escape(prefix) + "*", WildcardOptions.IgnoreCase);
        var matches = names.Where(n => pattern.IsMatch(n.Text)).ToList();
        // What only contains the word is offered when nothing begins with it: pod names begin with what nobody remembers.
        if (matches.Count == 0) matches = [.. names.Where(n => loose.IsMatch(n.Text))];
        return [.. matches.DistinctBy(n => n.Text).Select(n => new CompletionResult(Quote(n.Text, quote), n.Text, CompletionResultType.ParameterValue, n.ToolTip))];
    }

    private IReadOnlyList<Completion> Live(CompletionRequest request)
    {
        if (CacheKey(request) is not { } key) return [];
        var cache = request.Session.Completions;
        if (cache.Fresh(key) is { } fresh) return fresh;
        // A sandbox is no server that may be away; making its world, once in a process, is not counted.
        foreach (var sandbox in request.Clusters.Where(SandboxWorlds.Has)) SandboxWorlds.World(sandbox);
        // Runs on beyond the budget, bounded itself, so that the next Tab finds the answer.
        var asking = Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(s_budget * 10);
            try
            {
                var names = await AskAsync(request, limit.Token).ConfigureAwait(false);
                cache.Keep(key, names);
                return names;
            }
            catch (Exception e) when (Trace(e))
            {
                return [];
            }
        });
        return asking.Wait(s_budget) ? asking.Result : cache.Last(key) ?? [];
    }

    private static string Quote(string text, string opened)
    {
        if (opened == "\"") return $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal).Replace("$", "`$", StringComparison.Ordinal)}\"";
        var plain = opened.Length == 0 && text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' or ':') && text[0] is not '-';
        return plain ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    private static bool Trace(Exception e)
    {
        if (Environment.GetEnvironmentVariable("K8SOPS_TRACE") is { Length: > 0 } path)
        {
            try
            {
                File.AppendAllText(path, $"completion: {e.GetType().Name}: {e.Message}\n");
            }
            catch (IOException)
            {
                // The trace is a courtesy; a full disk must not break Tab.
            }
        }

        return true;
    }
}
