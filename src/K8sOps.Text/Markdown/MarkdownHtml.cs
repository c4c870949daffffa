namespace K8sOps.Text;

/// <summary>A block of HTML, such as a comment.</summary>
public sealed record MarkdownHtml(int Line, int Column) : MarkdownBlock(Line, Column)
{
    /// <summary>The HTML as it stands.</summary>
    public required string Text { get; init; }
}
