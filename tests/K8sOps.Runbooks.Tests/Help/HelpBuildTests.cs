using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

public class HelpBuildTests
{
    private static IEnumerable<string> Problems(string get)
    {
        using var docs = Fixture.Docs(("cmdlets/Get-Thing.md", get), ("cmdlets/Remove-Thing.md", Fixture.RemovePage));
        return [.. HelpBuild.Make(Fixture.Assembly, docs.Path).Problems.Select(p => p.ToString()[docs.Path.Length..])];
    }

    [Fact]
    public void A_parameter_that_is_not_described_is_named() =>
        Assert.Contains(Problems(Fixture.GetPage.Replace("### -Place\n\nWhere.\n\n", "", StringComparison.Ordinal)), p => p.Contains("-Place is not described", StringComparison.Ordinal));

    [Fact]
    public void A_parameter_that_does_not_exist_is_named_by_line()
    {
        var page = Fixture.GetPage.Replace("### -Place", "### -Palce", StringComparison.Ordinal);
        var line = page.Split('\n').ToList().FindIndex(l => l == "### -Palce") + 1;
        Assert.Contains(Problems(page), p => p.StartsWith($"/cmdlets/Get-Thing.md({line},1): warning", StringComparison.Ordinal) && p.Contains("has no parameter -Palce", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hidden_parameter_needs_no_description_and_may_have_none() =>
        Assert.Contains(Problems(Fixture.GetPage.Replace("### -Place", "### -Kind", StringComparison.Ordinal)), p => p.Contains("has no parameter -Kind", StringComparison.Ordinal));

    [Fact]
    public void Spelling_and_output_types_are_compared()
    {
        Assert.Contains(Problems(Fixture.GetPage.Replace("### -Place", "### -place", StringComparison.Ordinal)), p => p.Contains("spelled -Place", StringComparison.Ordinal));
        var problems = Problems(Fixture.GetPage.Replace("### System.Boolean", "### System.Bool", StringComparison.Ordinal)).ToList();
        Assert.Contains(problems, p => p.Contains("System.Boolean is not described", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("does not declare the output type System.Bool", StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_without_its_command_is_named()
    {
        using var docs = Fixture.Docs(("cmdlets/Get-Nothing.md", Fixture.RemovePage.Replace("Remove-Thing", "Get-Nothing", StringComparison.Ordinal)));
        Assert.Contains(HelpBuild.Make(Fixture.Assembly, docs.Path).Problems, p => p.Message == "There is no command Get-Nothing.");
    }

    [Fact]
    public void A_folder_that_is_missing_is_refused() => Assert.Throws<DirectoryNotFoundException>(() => HelpBuild.Make(Fixture.Assembly, "/nowhere"));

    [Fact]
    public void Every_problem_of_every_page_is_told_at_once()
    {
        using var docs = Fixture.Docs(("cmdlets/Get-Thing.md", "# Get-Thing\n\n## Synopsis\n"), ("cmdlets/Remove-Thing.md", "lost"), ("about/about_Thing.md", "# x\n"));
        var build = HelpBuild.Make(Fixture.Assembly, docs.Path);
        Assert.True(build.HasErrors);
        Assert.Equal(["Get-Thing.md", "Remove-Thing.md", "about_Thing.md"], build.Problems.Where(p => p.IsError).Select(p => Path.GetFileName(p.File)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
