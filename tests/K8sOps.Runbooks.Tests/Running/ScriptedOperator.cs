using K8sOps.Runbooks.Running;

namespace K8sOps.Tests.Running;

/// <summary>A person who answers as the test says, in order; one who has nothing more to say presses Ctrl+C.</summary>
internal sealed class ScriptedOperator(params RunAnswer[] answers) : IRunOperator
{
    private readonly Queue<RunAnswer> _answers = new(answers);

    public List<string> Told { get; } = [];

    public List<string> Warned { get; } = [];

    public List<(string Question, IReadOnlyList<RunAnswer> Answers)> Asked { get; } = [];

    public bool CanAsk => true;

    public string? AskParameter(RunbookParameter parameter, string why) => null;

    public RunAnswer? Ask(string caption, string question, IReadOnlyList<RunAnswer> answers)
    {
        Asked.Add((question, answers));
        if (!_answers.TryDequeue(out var answer)) return null;
        Assert.Contains(answer, answers);
        return answer;
    }

    public void Tell(string text) => Told.Add(text);

    public void Warn(string text) => Warned.Add(text);
}
