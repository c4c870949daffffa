namespace K8sOps.Text;

/// <summary>An HTML tag within a line.</summary>
public sealed record MarkdownHtmlSpan(int Line, int Column, string Text) : MarkdownInline(Line, Column);
