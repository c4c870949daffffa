namespace K8sOps.Text;

/// <summary>A heading with the blocks under it, and the sections of deeper headings within it.</summary>
/// <param name="Heading">The heading that opens it.</param>
/// <param name="Blocks">What stands between the heading and the first deeper heading.</param>
/// <param name="Sections">The sections within, in order.</param>
public sealed record MarkdownSection(MarkdownHeading Heading, IReadOnlyList<MarkdownBlock> Blocks, IReadOnlyList<MarkdownSection> Sections)
{
    /// <summary>The heading as plain text.</summary>
    public string Title => Heading.Text;

    /// <summary>The section within that has this title, compared without case; null where there is none.</summary>
    public MarkdownSection? Find(string title) => Sections.FirstOrDefault(s => string.Equals(s.Title, title, StringComparison.OrdinalIgnoreCase));

    /// <summary>Divides blocks into sections; what stands before the first heading belongs to none.</summary>
    internal static IReadOnlyList<MarkdownSection> Divide(IReadOnlyList<MarkdownBlock> blocks)
    {
        var sections = new List<MarkdownSection>();
        var i = 0;
        while (i < blocks.Count && blocks[i] is not MarkdownHeading) i++;
        while (i < blocks.Count)
        {
            var heading = (MarkdownHeading)blocks[i++];
            var inside = new List<MarkdownBlock>();
            while (i < blocks.Count && !(blocks[i] is MarkdownHeading next && next.Level <= heading.Level)) inside.Add(blocks[i++]);
            sections.Add(new MarkdownSection(heading, [.. inside.TakeWhile(b => b is not MarkdownHeading)], Divide(inside)));
        }

        return sections;
    }
}
