using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

public class AboutTests
{
    internal const string Page = """
        # about_Thing

        ## Short description

        Things, and what `one` does with them & others.

        ## Long description

        A paragraph that is long enough to be wrapped, since a terminal has only eighty columns and an about topic is shown as it is.

        - an item that is long enough to be wrapped under its own words and not under its mark, as one expects
        - short

        ```powershell
        Get-Thing |
            Out-Null
        ```

        ## More on it

        | Name | Meaning |
        | --- | --- |
        | a | b |

        ### A part

        Its text.
        """;

    private static (string? Text, List<HelpProblem> Problems) Write(string page)
    {
        var problems = new List<HelpProblem>();
        return (AboutWriter.Write("docs/about/about_Thing.md", page, problems), problems);
    }

    [Fact]
    public void The_fifth_physical_line_is_the_synopsis()
    {
        var (text, problems) = Write(Page);
        Assert.Empty(problems);
        var lines = text!.Split('\n');
        Assert.Equal(["TOPIC", "    about_Thing", "", "SHORT DESCRIPTION", "    Things, and what one does with them & others.", "", "LONG DESCRIPTION"], lines.Take(7));
    }

    [Fact]
    public void Everything_fits_eighty_columns_with_lists_hanging_and_code_standing_out()
    {
        var text = Write(Page).Text!;
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("\n    - an item that is long enough to be wrapped under its own words and not\n      under its mark, as one expects\n    - short\n", text, StringComparison.Ordinal);
        Assert.Contains("\n\n        Get-Thing |\n            Out-Null\n", text, StringComparison.Ordinal);
        Assert.Contains("\nMORE ON IT\n    Name  Meaning\n    ----  -------\n    a     b\n\n  A part\n    Its text.\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\t', text);
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain(text.Split('\n'), l => l.EndsWith(' '));
    }

    [Theory]
    [InlineData("# about_Other\n\n## Short description\n\nx\n", 1, "title")]
    [InlineData("# about_Thing\n\n## Long description\n\nx\n", 1, "Short description")]
    [InlineData("# about_Thing\n\n## Short description\n\na\n\nb\n", 1, "one sentence")]
    [InlineData("# about_Thing\n\nlost\n\n## Short description\n\nx\n", 3, "not shown")]
    [InlineData("# about_Thing\n\n## Short description\n\nx\n\n## More\n\n```\n0123456789012345678901234567890123456789012345678901234567890123456789012\n```\n", 9, "longer than the 72")]
    [InlineData("# about_Thing\n\n## Short description\n\nThis is a short description that goes on and on and on until it no longer fits one line.\n", 5, "fit one line")]
    public void A_topic_that_lacks_its_shape_is_refused_by_line(string page, int line, string part)
    {
        var problem = Assert.Single(Write(page).Problems);
        Assert.True(problem.IsError);
        Assert.Equal(line, problem.Line);
        Assert.Contains(part, problem.Message, StringComparison.Ordinal);
    }
}
