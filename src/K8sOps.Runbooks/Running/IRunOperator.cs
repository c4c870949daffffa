namespace K8sOps.Runbooks.Running;

/// <summary>The person at the prompt: what is shown and asked.</summary>
public interface IRunOperator
{
    /// <summary>Whether there is a prompt at all.</summary>
    bool CanAsk { get; }

    /// <summary>The value of a mandatory parameter; null when none was given.</summary>
    string? AskParameter(RunbookParameter parameter, string why);

    /// <summary>One of the answers, of which the first that neither goes on nor takes back is the default; null when the question was ended by Ctrl+C.</summary>
    RunAnswer? Ask(string caption, string question, IReadOnlyList<RunAnswer> answers);

    /// <summary>Says something.</summary>
    void Tell(string text);

    /// <summary>Says something that must not be overlooked. Works after Ctrl+C too.</summary>
    void Warn(string text);
}
