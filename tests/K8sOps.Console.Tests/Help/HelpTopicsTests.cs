using K8sOps.Console.Help;
using K8sOps.Runbooks.Help;

namespace K8sOps.Console.Tests.Help;

public sealed class HelpTopicsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("k8sops-help").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _err = new();

    public HelpTopicsTests()
    {
        var help = new CommandHelp { Name = "Get-X", Synopsis = "Gets an x.", Description = ["It is there."], Syntax = [[]], Parameters = [], Inputs = [], Outputs = [], Notes = [], Examples = [], Links = [] };
        File.WriteAllText(Path.Combine(_folder, "X.dll-Help.xml"), MamlWriter.Write([help]));
        File.WriteAllText(Path.Combine(_folder, "about_X.help.txt"), "TOPIC\n    about_X\n\nSHORT DESCRIPTION\n    All about it.\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private int Print(string? name) => new HelpTopics(_folder).Print(name, _out, _err);

    [Theory]
    [InlineData("Get-X", "SYNOPSIS\n    Gets an x.\n")]
    [InlineData("get-x", "SYNTAX\n    Get-X [<CommonParameters>]\n")]
    [InlineData("about_X", "    All about it.\n")]
    [InlineData("x", "TOPIC\n    about_X\n")]
    public void A_command_or_a_topic_is_printed(string name, string part)
    {
        Assert.Equal(0, Print(name));
        Assert.Contains(part, _out.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("", _err.ToString());
    }

    [Fact]
    public void Without_a_name_everything_is_listed_with_its_synopsis()
    {
        Assert.Equal(0, Print(null));
        Assert.Equal("Get-X    Gets an x.\nabout_X  All about it.\n", _out.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_name_without_help_is_said_with_what_is_like_it()
    {
        Assert.Equal(1, Print("Get-"));
        Assert.Contains("There is for Get-X.", _err.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Print("nothing"));
        Assert.Contains("lists what there is", _err.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_missing_has_no_help()
    {
        var topics = new HelpTopics("/nowhere");
        Assert.Empty(topics.Commands);
        Assert.Null(topics.Find("Get-X"));
    }
}
