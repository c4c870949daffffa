using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using K8sOps.Runbooks.Running;

namespace K8sOps.Engine;

/// <summary>The person at the host's prompt. The host answers also after Ctrl+C, when the pipeline takes nothing any more.</summary>
internal sealed class HostOperator(PSHost host) : IRunOperator
{
    private static readonly Dictionary<RunAnswer, (string Label, string Help)> s_choices = new()
    {
        [RunAnswer.Run] = ("&Run", "Run the step, and verify it."),
        [RunAnswer.Done] = ("&Done", "It has been done by hand: verify it."),
        [RunAnswer.Skip] = ("&Skip", "Leave this step out, and go on."),
        [RunAnswer.RollBack] = ("Roll &back", "Take back what was done, last first, and end the run."),
        [RunAnswer.Stop] = ("S&top", "End the run here; it can be resumed."),
        [RunAnswer.GoOn] = ("&Go on", "Go on to the next step in spite of this."),
        [RunAnswer.Leave] = ("&Leave", "Leave things as they are; they can be taken back later."),
    };

    /// <inheritdoc/>
    public bool CanAsk => host.UI is not null && host.Name switch
    {
        "Default Host" or "ServerRemoteHost" => false,
        "ConsoleHost" => !Console.IsInputRedirected && !IsNonInteractive(Environment.GetCommandLineArgs()),
        _ => true,
    };

    /// <inheritdoc/>
    public string? AskParameter(RunbookParameter parameter, string why)
    {
        host.UI.WriteLine($"{why} needs {parameter.Name} ({parameter.Type}): {parameter.Description}");
        host.UI.Write($"{parameter.Name}: ");
        return host.UI.ReadLine();
    }

    /// <inheritdoc/>
    public RunAnswer? Ask(string caption, string question, IReadOnlyList<RunAnswer> answers)
    {
        var choices = new Collection<ChoiceDescription>([.. answers.Select(a => new ChoiceDescription(s_choices[a].Label, s_choices[a].Help))]);
        var fallback = answers.Select((a, i) => (a, i)).Where(x => x.a is not (RunAnswer.GoOn or RunAnswer.RollBack)).Select(x => x.i).First();
        try
        {
            // -1 is Ctrl+C at the question.
            return host.UI.PromptForChoice(caption, question, choices, fallback) is >= 0 and var chosen ? answers[chosen] : null;
        }
        catch (PipelineStoppedException)
        {
            return null;
        }
        catch (Exception e) when (e is HostException or PSInvalidOperationException or NotImplementedException)
        {
            throw NoPrompt(e);
        }
    }

    /// <inheritdoc/>
    public void Tell(string text) => host.UI.WriteLine(text);

    /// <inheritdoc/>
    public void Warn(string text) => host.UI.WriteWarningLine(text);

    internal static OperationException NoPrompt(Exception? inner = null)
        => new("PromptNeeded", OperationCategory.InvalidOperation, null,
            "A run asks before each step, and this session cannot ask.", "Run it with -Unattended, or at a prompt.", inner);

    /// <summary>Whether pwsh was started with <c>-NonInteractive</c>; what follows <c>-Command</c> or <c>-File</c> is not its own.</summary>
    private static bool IsNonInteractive(IEnumerable<string> arguments)
    {
        foreach (var word in arguments.Skip(1).Select(a => a.TrimStart('-', '/').ToLowerInvariant()))
        {
            if (word.StartsWith("noni", StringComparison.Ordinal)) return true;
            if (word is "c" or "f" || (word.Length > 1 && ("command".StartsWith(word, StringComparison.Ordinal) || "file".StartsWith(word, StringComparison.Ordinal)))) return false;
        }

        return false;
    }
}
