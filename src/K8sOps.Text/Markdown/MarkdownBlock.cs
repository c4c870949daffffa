namespace K8sOps.Text;

/// <summary>One block of a Markdown text.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Column">The character of that line it begins with, from 1.</param>
public abstract record MarkdownBlock(int Line, int Column);
