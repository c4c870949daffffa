using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

public class HelpPageTests
{
    private static (HelpPage? Page, List<HelpProblem> Problems) Read(string text, string file = "docs/cmdlets/Get-Thing.md")
    {
        var problems = new List<HelpProblem>();
        return (HelpPageReader.Read(file, text, problems), problems);
    }

    private static void Refused(string text, int line, string part)
    {
        var (_, problems) = Read(text);
        Assert.Contains(problems, p => p.IsError && p.Line == line && p.Message.Contains(part, StringComparison.Ordinal) && p.ToString().StartsWith($"docs/cmdlets/Get-Thing.md({line},", StringComparison.Ordinal));
    }

    [Fact]
    public void A_good_page_has_no_problems()
    {
        var (page, problems) = Read(Fixture.GetPage);
        Assert.Empty(problems);
        Assert.NotNull(page);
        Assert.Equal("https://example.com/get-thing", page.Online);
        Assert.Equal("Gets things & more <now> | later.".Replace("<now>", "", StringComparison.Ordinal), page.Synopsis);
        Assert.Equal([new HelpLink("Remove-Thing", ""), new HelpLink("Kubernetes", "https://kubernetes.io"), new HelpLink("about_Thing", "")], page.Related);
    }

    [Fact]
    public void Prose_flows_and_what_is_ready_made_keeps_its_lines()
    {
        var description = Read(Fixture.GetPage).Page!.Description;
        Assert.Equal(
            [
                "One paragraph, wrapped over two lines, with a | b, bold and a link (https://k8s.io).",
                "Another one.",
                "- first\n- second\n  - inner",
                "Status  Meaning\n------  ----------------------------------------------------------------\nPass    all that was looked at is well, and nothing needs to be done by\n        anybody\na | b   x",
                "WARNING: this destroys.",
                "rules:\n  - apiGroups: [\"\"]",
            ],
            description);
    }

    [Fact]
    public void Example_code_keeps_its_blank_lines_and_indentation() =>
        Assert.Equal("Get-Thing -Name x |\n    Out-Null\n\nGet-Thing -All", Read(Fixture.GetPage).Page!.Examples[0].Code);

    [Fact]
    public void A_page_with_one_title_that_is_not_its_file_s_name_is_refused()
    {
        Refused("# Get-Other\n\n## Synopsis\n\nx\n", 1, "must be \"Get-Thing\"");
        Refused("text only", 1, "has one title");
        Refused("# Get-Thing\n\n# Again\n", 3, "has one title");
        Refused("## Synopsis\n\nx\n", 1, "has one title");
        Refused("", 1, "has one title");
    }

    [Fact]
    public void Sections_that_are_missing_unknown_doubled_or_empty_are_named()
    {
        Refused("# Get-Thing\n\n## Synopsis\n\nx\n", 1, "\"## Description\" is missing");
        Refused("# Get-Thing\n\n## Syntax\n\nx\n", 3, "no section \"Syntax\"");
        Refused("# Get-Thing\n\n## Notes\n\nx\n\n## Notes\n\ny\n", 7, "two sections \"Notes\"");
        Refused("# Get-Thing\n\n## Description\n\n## Examples\n", 3, "is empty");
        Refused("# Get-Thing\n\nlost\n\n## Synopsis\n\nx\n", 3, "outside of a section");
    }

    [Fact]
    public void A_synopsis_is_one_sentence_of_at_most_a_hundred_characters()
    {
        Refused($"# Get-Thing\n\n## Synopsis\n\n{new string('x', 101)}\n", 5, "101 characters");
        Refused("# Get-Thing\n\n## Synopsis\n\nx\n\ny\n", 3, "one sentence");
    }

    [Fact]
    public void Examples_and_parameters_have_their_shape()
    {
        Refused("# Get-Thing\n\n## Examples\n\n### One\n\ntext\n", 5, "powershell block");
        Refused("# Get-Thing\n\n## Examples\n\ntext\n", 5, "heading of its own");
        Refused("# Get-Thing\n\n## Examples\n\n### One\n\n```powershell\nGet-Thing\n", 7, "closing fence");
        Refused("# Get-Thing\n\n## Parameters\n\n### Name\n\ntext\n", 5, "### -Name");
        Refused("# Get-Thing\n\n## Parameters\n\n### -Name\n\n### -Id\n\nx\n", 5, "Nothing is said");
        Refused("# Get-Thing\n\n## Parameters\n\n### -Name\n\nx\n\n### -name\n\nx\n", 9, "twice");
        Refused("# Get-Thing\n\n## Related\n\ntext\n", 3, "are a list");
        Refused("---\nonline\n---\n\n# Get-Thing\n", 2, "key: value");
    }

    [Fact]
    public void One_example_is_only_warned_of()
    {
        var problem = Assert.Single(Read(Fixture.RemovePage, "docs/cmdlets/Remove-Thing.md").Problems);
        Assert.Equal((false, 11), (problem.IsError, problem.Line));
    }

    [Fact]
    public void Control_characters_and_colours_do_not_get_into_help()
    {
        var (page, _) = Read(Fixture.GetPage.Replace("Gets them.", "Gets \u001b[31mthem\u001b[0m\u0007.", StringComparison.Ordinal).Replace("   x    1", "\u001b[1mx\u001b[0m\u0008", StringComparison.Ordinal));
        Assert.Equal("Name  Age\nx", page!.Examples[0].Remarks[1]);
        Assert.Equal("Gets them.", page.Examples[0].Remarks[0]);
    }
}
