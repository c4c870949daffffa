namespace K8sOps.Text.Tests;

public sealed class MarkdownDepthTests
{
    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("1. ")]
    [InlineData("> - ")]
    public void What_is_nested_too_deeply_is_left_out_and_the_rest_keeps_its_place(string opening)
    {
        var text = "# Title\n\n" + string.Concat(Enumerable.Repeat(opening, 500)) + "deep\n\n## After\n";
        var headings = Markdown.Parse(text).Blocks.OfType<MarkdownHeading>();
        Assert.Equal([("Title", 1, 1), ("After", 5, 1)], headings.Select(h => (h.Text, h.Line, h.Column)));
    }

    [Fact]
    public void Lists_that_go_deeper_line_by_line_are_no_error()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => new string(' ', i * 2) + "- x\n")) + "\n# After\n";
        Assert.Equal("After", Assert.Single(Markdown.Parse(text).Blocks.OfType<MarkdownHeading>()).Text);
    }
}
