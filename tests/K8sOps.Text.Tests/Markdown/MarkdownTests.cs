using FsCheck;
using FsCheck.Fluent;

namespace K8sOps.Text.Tests;

public class MarkdownTests
{
    private static MarkdownBlock Only(string text) => Assert.Single(Markdown.Parse(text).Blocks);

    [Fact]
    public void A_heading_carries_its_level_words_and_position()
    {
        var heading = Assert.IsType<MarkdownHeading>(Markdown.Parse("intro\n\n### The `kube-system` *namespace*\n").Blocks[1]);
        Assert.Equal((3, "The kube-system namespace", 3, 1), (heading.Level, heading.Text, heading.Line, heading.Column));
        Assert.Equal("the-kube-system-namespace", heading.Anchor);
    }

    [Theory]
    [InlineData("Symptom: PVC not binding", "symptom-pvc-not-binding")]
    [InlineData("Node `a.b/c` (NotReady)", "node-abc-notready")]
    [InlineData("under_score - dash", "under_score---dash")]
    [InlineData("Größe 10 %", "größe-10-")]
    public void Anchors_are_made_as_GitHub_makes_them(string heading, string anchor) =>
        Assert.Equal(anchor, Assert.IsType<MarkdownHeading>(Only("## " + heading)).Anchor);

    [Fact]
    public void Equal_headings_get_numbered_anchors()
    {
        var anchors = Markdown.Parse("# A\n# A\n# A-1\n# A\n").Blocks.Cast<MarkdownHeading>().Select(h => h.Anchor);
        Assert.Equal(["a", "a-1", "a-1-1", "a-2"], anchors);
    }

    [Fact]
    public void Sections_hold_their_blocks_and_the_deeper_sections()
    {
        var document = Markdown.Parse("before\n\n# One\ntext\n\n### Deep\n## Sub\nmore\n\n# Two\n");
        Assert.Single(document.Preamble);
        Assert.Equal(["One", "Two"], document.Sections.Select(s => s.Title));
        Assert.Equal(["Deep", "Sub"], document.Sections[0].Sections.Select(s => s.Title));
        Assert.Single(document.Sections[0].Blocks);
        Assert.NotNull(document.Sections[0].Find("sub"));
        Assert.Null(document.Sections[1].Find("sub"));
    }

    [Fact]
    public void A_paragraph_keeps_code_links_and_emphasis_apart()
    {
        var paragraph = Assert.IsType<MarkdownParagraph>(Only("Use `a | b` and [the **page**](docs/x.md#y),\nor ~~not~~ <https://k8s.io>."));
        Assert.Equal("Use a | b and the page, or not https://k8s.io.", paragraph.Text);
        var link = Assert.IsType<MarkdownLink>(paragraph.Inlines[3]);
        Assert.Equal(("docs/x.md#y", "the page", false, 1, 17), (link.Target, link.Text, link.IsImage, link.Line, link.Column));
        Assert.True(Assert.IsType<MarkdownEmphasis>(link.Inlines[1]).IsStrong);
        Assert.False(Assert.Single(paragraph.Inlines.OfType<MarkdownEmphasis>()).IsStrong);
    }

    [Fact]
    public void A_hard_break_is_a_new_line_and_a_soft_one_a_blank() =>
        Assert.Equal("a b\nc", Assert.IsType<MarkdownParagraph>(Only("a\nb  \nc")).Text);

    [Fact]
    public void Escapes_and_entities_are_the_characters_they_stand_for() =>
        Assert.Equal("a *b* <c> & | \"", Assert.IsType<MarkdownParagraph>(Only("a \\*b\\* &lt;c> &amp; \\| \\\"")).Text);

    [Theory]
    [InlineData("a [b c *d* e")]
    [InlineData("what ![is [this")]
    [InlineData("2 ** 3 and ~~x and _y")]
    [InlineData("a | b")]
    public void Marks_that_nothing_closes_stay_in_the_text(string text) =>
        Assert.Equal(text.Replace("*d*", "d", StringComparison.Ordinal), Assert.IsType<MarkdownParagraph>(Only(text)).Text);

    [Fact]
    public void A_fence_carries_language_words_text_and_where_they_stand()
    {
        var code = Assert.IsType<MarkdownCode>(Only("```powershell verify timeout=30m  every=15s\nGet-K8sPod\n\n  x\n```\n"));
        Assert.Equal("powershell", code.Language);
        Assert.Equal(["verify", "timeout=30m", "every=15s"], code.Arguments);
        Assert.Equal(("Get-K8sPod\n\n  x", 2, 1, true), (code.Text, code.TextLine, code.TextColumn, code.IsClosed));
    }

    [Fact]
    public void A_fence_without_an_end_is_said_to_be_open()
    {
        var code = Assert.IsType<MarkdownCode>(Only("~~~\na\n\nb"));
        Assert.False(code.IsClosed);
        Assert.Equal(("", "", "a\n\nb"), (code.Info, code.Language, code.Text));
        Assert.Equal("", Assert.IsType<MarkdownCode>(Only("```bash\n```")).Text);
    }

    [Fact]
    public void A_fence_may_hold_shorter_fences_and_pipes()
    {
        var code = Assert.IsType<MarkdownCode>(Only("````markdown\n```powershell\na | b\n```\n````"));
        Assert.Equal("```powershell\na | b\n```", code.Text);
    }

    [Fact]
    public void Steps_of_a_procedure_keep_their_blocks_in_order()
    {
        const string Text = """
            1. **Keep Ceph from rebalancing** (target 10m)
               ```powershell
               Set-CephFlag -Flag noout
                 | Out-Null
               ```
               **Verify:** the flag is set.
               ```powershell verify
               Get-CephFlag
               ```
            2. **Next**

               Text.
            """;
        var list = Assert.IsType<MarkdownList>(Only(Text.ReplaceLineEndings("\n")));
        Assert.True(list.IsOrdered);
        Assert.Equal([1, 2], list.Items.Select(i => i.Number));
        var blocks = list.Items[0].Blocks;
        Assert.Equal([typeof(MarkdownParagraph), typeof(MarkdownCode), typeof(MarkdownParagraph), typeof(MarkdownCode)], blocks.Select(b => b.GetType()));
        var code = (MarkdownCode)blocks[1];
        Assert.Equal(("Set-CephFlag -Flag noout\n  | Out-Null", 2, 4, 3, 4), (code.Text, code.Line, code.Column, code.TextLine, code.TextColumn));
        Assert.Equal((10, 1), (list.Items[1].Line, list.Items[1].Column));
    }

    [Fact]
    public void Boxes_and_numbers_of_a_list_are_read()
    {
        var boxes = Assert.IsType<MarkdownList>(Only("- [ ] open\n- [x] done\n- plain\n"));
        Assert.Equal([false, true, null], boxes.Items.Select(i => i.IsChecked));
        Assert.Equal("open", ((MarkdownParagraph)boxes.Items[0].Blocks[0]).Text);
        Assert.Equal([7, 8], Assert.IsType<MarkdownList>(Only("7. a\n7. b\n")).Items.Select(i => i.Number));
    }

    [Fact]
    public void A_table_has_a_header_and_rows_of_its_width()
    {
        const string Text = "| Parameter | Type |\n| --- | :-: |\n| `a \\| b` | x & < y |\n| only |\n| 1 | 2 | 3 |\n";
        var table = Assert.IsType<MarkdownTable>(Only(Text));
        Assert.Equal(["Parameter", "Type"], table.Header.Cells.Select(c => c.Text));
        Assert.Equal(["a | b", "x & < y", "only", "", "1", "2"], table.Rows.SelectMany(r => r.Cells).Select(c => c.Text));
        Assert.Equal((3, 3), (table.Rows[0].Cells[0].Line, table.Rows[0].Cells[0].Column));
        Assert.Equal([3, 4, 5], table.Rows.Select(r => r.Line));
    }

    [Theory]
    [InlineData("> **Warning:** this deletes.", "Warning", "this deletes.")]
    [InlineData("> [!CAUTION]\n> this deletes.", "CAUTION", "this deletes.")]
    [InlineData("> **When to Use:** later", null, "When to Use: later")]
    [InlineData("> just said", null, "just said")]
    public void A_quotation_that_is_an_admonition_says_so(string text, string? word, string rest)
    {
        var quote = Assert.IsType<MarkdownQuote>(Only(text));
        Assert.Equal(word, quote.Admonition);
        Assert.Equal(rest, Assert.IsType<MarkdownParagraph>(Assert.Single(quote.Blocks)).Text);
    }

    [Fact]
    public void An_admonition_word_alone_on_its_paragraph_leaves_the_rest()
    {
        var quote = Assert.IsType<MarkdownQuote>(Only("> **Note:**\n>\n> - one\n"));
        Assert.Equal("Note", quote.Admonition);
        Assert.IsType<MarkdownList>(Assert.Single(quote.Blocks));
    }

    [Fact]
    public void Front_matter_is_kept_as_text_and_does_not_move_lines()
    {
        var document = Markdown.Parse("---\nonline: https://x\nsince: 0.1.0\n---\n\n# T\n");
        Assert.Equal("online: https://x\nsince: 0.1.0", document.FrontMatter);
        Assert.Equal(6, Assert.IsType<MarkdownHeading>(Assert.Single(document.Blocks)).Line);
        Assert.Null(Markdown.Parse("# T").FrontMatter);
    }

    [Fact]
    public void Comments_rules_and_indented_code_are_blocks_of_their_own()
    {
        var blocks = Markdown.Parse("<!-- Flux -->\n\n---\n\n    indented\n    code\n").Blocks;
        Assert.Equal("<!-- Flux -->", Assert.IsType<MarkdownHtml>(blocks[0]).Text);
        Assert.IsType<MarkdownRule>(blocks[1]);
        Assert.Equal("indented\ncode", Assert.IsType<MarkdownCode>(blocks[2]).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("[x]: https://y\n")]
    public void A_text_without_content_has_no_blocks(string text) => Assert.Empty(Markdown.Parse(text).Blocks);

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_nothing_but_the_source()
    {
        const string Unix = "# A\n\ntext\nmore\n\n```x\n1\n2\n```\n";
        var unix = Markdown.Parse(Unix).Blocks;
        var windows = Markdown.Parse("\uFEFF" + Unix.ReplaceLineEndings("\r\n")).Blocks;
        Assert.Equal(unix.Select(b => (b.GetType(), b.Line, b.Column)), windows.Select(b => (b.GetType(), b.Line, b.Column)));
        Assert.Equal(((MarkdownCode)unix[2]).Text, ((MarkdownCode)windows[2]).Text);
        Assert.Equal(((MarkdownParagraph)unix[1]).Text, ((MarkdownParagraph)windows[1]).Text);
    }

    [Fact]
    public void Any_text_is_read_and_every_position_lies_within_it()
    {
        var pieces = Gen.Elements("# ", "`", "|", "\n", "- ", "1. ", "> ", "```", "**", "<", "&", "[a](b)", " ", "\t", "x", "---", "\r\n", "\u0001", "é");
        var texts = Gen.ListOf(pieces).Select(p => string.Concat(p));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var lines = text.Split('\n').Length + text.Count(c => c == '\r');
            return Markdown.Parse(text).Blocks.All(b => b.Line >= 1 && b.Line <= lines && b.Column >= 1);
        }).QuickCheckThrowOnFailure();
    }
}
