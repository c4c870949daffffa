using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>Takes what is wrong, so that reading never has to stop.</summary>
internal sealed class ProblemList
{
    private readonly List<RunbookProblem> _problems = [];

    /// <summary>What was added, in the order of the text, each thing once.</summary>
    public IReadOnlyList<RunbookProblem> InOrder => [.. _problems.Distinct().OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public void Add(string rule, MarkdownBlock? where, string message) => Add(rule, where?.Line ?? 1, where?.Column ?? 1, message);

    public void Add(string rule, int line, int column, string message) => _problems.Add(new RunbookProblem(rule, line, column, message));
}
