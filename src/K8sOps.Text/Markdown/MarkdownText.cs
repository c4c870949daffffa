namespace K8sOps.Text;

/// <summary>Plain words, with escapes and entities resolved.</summary>
public sealed record MarkdownText(int Line, int Column, string Text) : MarkdownInline(Line, Column);
