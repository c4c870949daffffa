using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using FsCheck;
using FsCheck.Fluent;
using K8sOps.Runbooks.Help;

namespace K8sOps.Runbooks.Tests.Help;

public class MamlTests
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly HelpBuild s_build = Build();
    private static readonly string s_text = s_build.Files["HelpFixture.dll-Help.xml"];
    private static readonly XElement s_root = XDocument.Parse(s_text, LoadOptions.PreserveWhitespace).Root!;

    private static HelpBuild Build()
    {
        using var docs = Fixture.GoodDocs();
        return HelpBuild.Make(Fixture.Assembly, docs.Path);
    }

    private static XElement Command(string name) => s_root.Elements().Single(c => c.Element(s_command + "details")!.Element(s_command + "name")!.Value == name);

    [Fact]
    public void The_root_is_what_Get_Help_looks_for()
    {
        Assert.Equal("helpItems", s_root.Name.LocalName);
        Assert.Equal("maml", (string?)s_root.Attribute("schema"));
        Assert.All(s_root.Elements(), e => Assert.Equal(s_command + "command", e.Name));
        Assert.Equal(["Get-Thing", "Remove-Thing", "Wait-Thing"], s_root.Elements().Select(c => c.Element(s_command + "details")!.Element(s_command + "name")!.Value));
    }

    [Fact]
    public void Elements_stand_in_the_order_of_the_schema()
    {
        string[] all = ["details", "description", "syntax", "parameters", "inputTypes", "returnValues", "terminatingErrors", "nonTerminatingErrors", "alertSet", "examples", "relatedLinks"];
        Assert.Equal(all, Command("Get-Thing").Elements().Select(e => e.Name.LocalName));
        Assert.Equal(all.Where(n => n != "alertSet"), Command("Remove-Thing").Elements().Select(e => e.Name.LocalName));
    }

    [MamlSchemaFact]
    public void The_file_is_valid_by_PowerShell_s_own_schemas()
    {
        var wrong = new List<string>();
        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        schemas.Add(null, Path.Combine(PwshFactAttribute.Schemas!, "Maml.xsd"));
        schemas.Compile();
        Assert.NotEmpty(schemas.GlobalElements.Names);
        var document = XDocument.Parse(s_text);
        // The one thing that Get-Help reads and its schemas do not know.
        foreach (var parameter in document.Descendants(s_command + "parameter")) parameter.Attribute("aliases")!.Remove();
        // Links are not invented for a command that has none.
        foreach (var links in document.Descendants(s_maml + "relatedLinks").Where(l => !l.HasElements)) links.Add(new XElement(s_maml + "navigationLink", new XElement(s_maml + "linkText"), new XElement(s_maml + "uri")));
        document.Validate(schemas, (_, e) => wrong.Add(e.Message));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Distinct(StringComparer.Ordinal)));
    }

    [Fact]
    public void Only_paragraphs_stand_in_texts_and_text_stands_only_in_leaves()
    {
        foreach (var description in s_root.Descendants().Where(e => e.Name == s_maml + "description" || e.Name == s_dev + "remarks" || e.Name == s_maml + "alert"))
        {
            Assert.All(description.Elements(), e => Assert.Equal(s_maml + "para", e.Name));
        }

        foreach (var mixed in s_root.DescendantsAndSelf().Where(e => e.HasElements)) Assert.All(mixed.Nodes().OfType<XText>(), t => Assert.Equal("", t.Value.Trim()));
    }

    [Fact]
    public void A_switch_has_no_value_and_everything_else_has_one()
    {
        foreach (var parameter in s_root.Descendants(s_command + "parameter"))
        {
            var isSwitch = parameter.Element(s_maml + "name")!.Value is "All" or "WhatIf" or "Confirm";
            Assert.Equal(!isSwitch, parameter.Element(s_command + "parameterValue") is not null || parameter.Element(s_command + "parameterValueGroup") is not null);
        }
    }

    [Fact]
    public void A_closed_set_of_values_is_a_group()
    {
        var type = Command("Get-Thing").Descendants(s_command + "parameter").First(p => p.Element(s_maml + "name")!.Value == "Type");
        Assert.Equal(["Normal", "Warning"], type.Element(s_command + "parameterValueGroup")!.Elements().Select(v => v.Value));
    }

    [Fact]
    public void Hidden_parameters_are_not_shown() => Assert.DoesNotContain(s_root.Descendants(s_maml + "name"), n => n.Value == "Kind");

    [Fact]
    public void One_parameter_and_one_example_are_lists_of_one()
    {
        var remove = Command("Remove-Thing");
        Assert.Single(remove.Element(s_command + "examples")!.Elements());
        Assert.Equal(["Name", "Confirm", "WhatIf"], remove.Element(s_command + "parameters")!.Elements().Select(p => p.Element(s_maml + "name")!.Value));
        Assert.Single(remove.Element(s_command + "syntax")!.Elements());
        Assert.Equal("None", remove.Element(s_command + "returnValues")!.Descendants(s_maml + "name").Single().Value);
    }

    [Fact]
    public void A_command_without_a_page_has_what_metadata_knows_and_is_warned_of()
    {
        Assert.Empty(Command("Wait-Thing").Elements(s_command + "parameters"));
        Assert.Single(Command("Wait-Thing").Element(s_command + "syntax")!.Elements());
        var problem = Assert.Single(s_build.Problems, p => p.Message.Contains("has no page", StringComparison.Ordinal));
        Assert.False(problem.IsError);
        Assert.EndsWith("Wait-Thing.md", problem.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_keeps_its_lines_and_is_not_padded()
    {
        var code = Command("Get-Thing").Descendants(s_dev + "code").First().Value;
        Assert.Equal("Get-Thing -Name x |\n    Out-Null\n\nGet-Thing -All", code);
    }

    [Fact]
    public void The_file_is_UTF_8_with_LF_and_no_control_characters()
    {
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", s_text, StringComparison.Ordinal);
        Assert.DoesNotContain(s_text, c => char.IsControl(c) && c != '\n');
        Assert.EndsWith("</helpItems>\n", s_text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_sources_give_the_same_bytes() => Assert.Equal(s_build.Files, Build().Files);

    [Fact]
    public void What_was_written_is_read_back()
    {
        var help = MamlReader.Read(s_text);
        Assert.Equal(s_text, MamlWriter.Write(help));
        var get = help.Single(h => h.Name == "Get-Thing");
        Assert.Equal("Gets things & more  | later.", get.Synopsis);
        Assert.Equal(6, get.Description.Count);
        Assert.Equal(2, get.Syntax.Count);
    }

    [Fact]
    public void Any_text_survives_in_every_place()
    {
        var pieces = Gen.Elements("a", " ", "<", ">", "&", "\"", "'", "]]>", "|", "\n", "é", "\u0001", "\u001b[1m", "\ud800", "😀", "\ufffe", "\t");
        Prop.ForAll(Gen.ListOf(pieces).Select(p => string.Concat(p)).ToArbitrary(), text =>
        {
            var help = new CommandHelp
            {
                Name = "Get-X",
                Synopsis = "s",
                Description = ["x" + text + "x"],
                Syntax = [],
                Parameters = [],
                Inputs = [],
                Outputs = [],
                Notes = ["n" + text + "n"],
                Examples = [new HelpExample { Title = "t", Code = "c" + text + "c", Remarks = [] }],
                Links = [],
            };
            var again = Assert.Single(MamlReader.Read(MamlWriter.Write([help])));
            return again.Description[0][1..^1] == again.Notes[0][1..^1] && again.Description[0][1..^1] == again.Examples[0].Code[1..^1]
                && again.Description[0].Count(c => c is '<' or '&' or '|' or 'a') == text.Count(c => c is '<' or '&' or '|' or 'a');
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("<helpItems/>")]
    [InlineData("<other schema=\"maml\"/>")]
    public void What_is_not_help_is_refused(string xml) => Assert.Throws<FormatException>(() => MamlReader.Read(xml));
}
