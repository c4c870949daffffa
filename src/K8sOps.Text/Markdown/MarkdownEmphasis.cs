namespace K8sOps.Text;

/// <summary>Emphasized words.</summary>
public sealed record MarkdownEmphasis(int Line, int Column) : MarkdownInline(Line, Column)
{
    /// <summary>Whether it is bold; otherwise it is italic or struck through.</summary>
    public required bool IsStrong { get; init; }

    /// <summary>What is emphasized.</summary>
    public required IReadOnlyList<MarkdownInline> Inlines { get; init; }
}
