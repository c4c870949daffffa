using K8sOps.Console.Help;

namespace K8sOps.Console.Tests.Help;

public sealed class HelpBuildCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("k8sops-build-help").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _err = new();

    private string Docs => Path.Combine(_folder, "docs");

    private string Out => Path.Combine(_folder, "en-US");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Run(params string[] args) => HelpBuildCommand.Run(args, _out, _err);

    private int Build() => Run("--assembly", Path.Combine(AppContext.BaseDirectory, "K8sOps.dll"), "--docs", Docs, "--out", Out);

    private void Page(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Docs, name))!);
        File.WriteAllText(Path.Combine(Docs, name), text);
    }

    [Fact]
    public void Help_is_written_once_and_then_left_alone()
    {
        Page("about/about_X.md", "# about_X\n\n## Short description\n\nWhat it is.\n");
        Assert.Equal(0, Build());
        Assert.Equal(["K8sOps.dll-Help.xml", "about_X.help.txt"], Directory.EnumerateFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("about_X.help.txt: written", _out.ToString(), StringComparison.Ordinal);
        var said = _out.ToString().Length;
        Assert.Equal(0, Build());
        Assert.Equal(said, _out.ToString().Length);
    }

    [Fact]
    public void What_no_longer_has_a_page_is_removed_and_strangers_stay()
    {
        Page("about/about_X.md", "# about_X\n\n## Short description\n\nWhat it is.\n");
        Build();
        File.WriteAllText(Path.Combine(Out, "mine.txt"), "x");
        File.Delete(Path.Combine(Docs, "about", "about_X.md"));
        Assert.Equal(0, Build());
        Assert.Equal(["K8sOps.dll-Help.xml", "mine.txt"], Directory.EnumerateFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_bad_page_is_named_by_file_and_line_and_nothing_is_written()
    {
        Page("cmdlets/Get-K8sPod.md", "# Get-K8sPod\n\n## Synopsis\n\nOne.\n\nTwo.\n");
        Assert.Equal(1, Build());
        Assert.Contains(Path.Combine("cmdlets", "Get-K8sPod.md") + "(3,1): error HELP001: The synopsis is one sentence.", _err.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Runbooks_become_scripts_topics_and_a_table_and_vanish_with_their_file()
    {
        Page("index.md", "# Index\n\n<!-- runbooks: made by the build from their overviews -->\n\n<!-- /runbooks -->\n");
        var (runbooks, scripts) = (Path.Combine(_folder, "runbooks"), Path.Combine(_folder, "scripts"));
        Directory.CreateDirectory(runbooks);
        File.WriteAllText(Path.Combine(runbooks, "my-db.md"), K8sOps.Runbooks.RunbookTemplate.Write("my-db", "My DB"));
        int BuildAll() => Run("--assembly", Path.Combine(AppContext.BaseDirectory, "K8sOps.dll"), "--docs", Docs, "--out", Out, "--runbooks", runbooks, "--scripts", scripts);
        Assert.Equal(0, BuildAll());
        Assert.StartsWith("<#\n.SYNOPSIS\n", File.ReadAllText(Path.Combine(scripts, "my-db.ps1")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "about_Runbook_my-db.help.txt")));
        Assert.Contains("| [my-db](../runbooks/my-db.md) | My DB is what this runbook is about", File.ReadAllText(Path.Combine(Docs, "index.md")), StringComparison.Ordinal);
        var said = _out.ToString().Length;
        Assert.Equal(0, BuildAll());
        Assert.Equal(said, _out.ToString().Length);
        File.Delete(Path.Combine(runbooks, "my-db.md"));
        Assert.Equal(0, BuildAll());
        Assert.Empty(Directory.EnumerateFiles(scripts));
        Assert.False(File.Exists(Path.Combine(Out, "about_Runbook_my-db.help.txt")));
        Assert.DoesNotContain("my-db", File.ReadAllText(Path.Combine(Docs, "index.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--assembly", "x.dll")]
    [InlineData("--assembly", "x.dll", "--docs", "y", "--out")]
    [InlineData("--assembly", "x.dll", "--docs", "y", "--nonsense", "z")]
    [InlineData("--docs", "x", "--docs", "y", "--out", "z")]
    [InlineData("--assembly", "/nowhere/x.dll", "--docs", "/tmp", "--out", "/tmp/never")]
    public void A_wrong_call_says_how_it_is_called(params string[] args)
    {
        Assert.Equal(2, Run(args));
        Assert.Contains("Usage: k8sops build-help", _err.ToString(), StringComparison.Ordinal);
    }
}
