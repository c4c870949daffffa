namespace K8sOps.Text;

/// <summary>A block of code, fenced or indented.</summary>
public sealed record MarkdownCode(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>All that stands behind the opening fence, trimmed, such as <c>powershell verify timeout=30m</c>; empty where there is nothing.</summary>
    public required string Info { get; init; }

    /// <summary>The first word of <see cref="Info"/>, or empty.</summary>
    public string Language => Words.Length > 0 ? Words[0] : "";

    /// <summary>The words of <see cref="Info"/> after the language.</summary>
    public IReadOnlyList<string> Arguments => [.. Words.Skip(1)];

    /// <summary>The code with LF between its lines, none after the last, and without the indentation of its surroundings.</summary>
    public required string Text { get; init; }

    /// <summary>The line of the text's first line, from 1.</summary>
    public required int TextLine { get; init; }

    /// <summary>The character of a line of the source that is the first of the text's lines, from 1 (the indentation taken off, plus 1).</summary>
    public required int TextColumn { get; init; }

    /// <summary>Whether a closing fence was found; an indented block is always closed.</summary>
    public required bool IsClosed { get; init; }

    private string[] Words => Info.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
