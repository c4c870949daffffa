namespace K8sOps.Text;

/// <summary>Code within a line.</summary>
public sealed record MarkdownCodeSpan(int Line, int Column, string Text) : MarkdownInline(Line, Column);
