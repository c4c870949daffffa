namespace K8sOps.Text;

/// <summary>A line across the page.</summary>
public sealed record MarkdownRule(int Line, int Column) : MarkdownBlock(Line, Column);
