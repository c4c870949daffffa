namespace K8sOps.Text;

/// <summary>A link or an image.</summary>
public sealed record MarkdownLink(int Line, int Column) : MarkdownInline(Line, Column)
{
    /// <summary>Where it leads, as written.</summary>
    public required string Target { get; init; }

    /// <summary>Whether it is an image.</summary>
    public required bool IsImage { get; init; }

    /// <summary>The words that carry it.</summary>
    public required IReadOnlyList<MarkdownInline> Inlines { get; init; }

    /// <summary>The words without their formatting.</summary>
    public string Text => Plain(Inlines);
}
