namespace K8sOps.Text;

/// <summary>The end of a line within running text.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its character, from 1.</param>
/// <param name="IsHard">Whether the writer asked for a new line; a soft one is where the source was wrapped.</param>
public sealed record MarkdownBreak(int Line, int Column, bool IsHard) : MarkdownInline(Line, Column);
