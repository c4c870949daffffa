using K8sOps.Runbooks.Help;
using K8sOps.Text;

namespace K8sOps.Runbooks;

/// <summary>What the readers of a runbook's parts share while they read.</summary>
internal sealed class ReadingContext(string name)
{
    private readonly HashSet<MarkdownCode> _claimed = new(ReferenceEqualityComparer.Instance);

    public string Name { get; } = name;

    public ProblemList Problems { get; } = new();

    public List<RunbookBlock> Blocks { get; } = [];

    public List<RunbookMention> Mentions { get; } = [];

    /// <summary>What the table of parameters declares.</summary>
    public IReadOnlyList<RunbookParameter> Parameters { get; set; } = [];

    /// <summary>Blocks as plain text, paragraphs with an empty line between them.</summary>
    public static string Plain(IEnumerable<MarkdownBlock> blocks) => string.Join("\n\n", blocks.SelectMany(b => b is MarkdownCode ? HelpText.Paragraphs([b]).Select(Indented) : HelpText.Paragraphs([b])));

    /// <summary>Code within text stands four blanks in, so that whoever shows it knows not to wrap it.</summary>
    private static string Indented(string code) => string.Join('\n', code.Split('\n').Select(l => l.Length == 0 ? l : "    " + l));

    /// <summary>As <see cref="Plain"/>, with the lines of code indented, so that they are not wrapped with the rest.</summary>
    public static string Shown(IEnumerable<MarkdownBlock> blocks) => string.Join("\n\n", blocks
        .Where(b => b is not MarkdownCode code || !FenceInfo.IsPowerShell(code))
        .SelectMany(b => HelpText.Paragraphs([b]).Select(p => b is MarkdownCode ? "    " + p.Replace("\n", "\n    ", StringComparison.Ordinal) : p)));

    /// <summary>Keeps a block, and its code for what it belongs to.</summary>
    public string Claim(MarkdownCode code, RunbookBlockKind kind, RunbookSection section, string? owner)
    {
        _claimed.Add(code);
        Blocks.Add(new RunbookBlock { Kind = kind, Code = code.Text, Line = code.TextLine, Column = code.TextColumn, Section = section, Owner = owner });
        return code.Text;
    }

    /// <summary>Whether a block was read as part of a step, or was found where it cannot stand.</summary>
    public bool IsClaimed(MarkdownCode code) => _claimed.Contains(code);

    /// <summary>Says that a block stands where it means nothing, once.</summary>
    public void Misplaced(MarkdownCode code, string message)
    {
        _claimed.Add(code);
        Problems.Add(RunbookRules.Fence, code, message);
    }
}
