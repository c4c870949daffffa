using System.Xml;
using System.Xml.Linq;

namespace K8sOps.Runbooks.Help;

/// <summary>Reads built help back, by the rules by which Get-Help reads it: names without their prefix, paragraphs trimmed.</summary>
public static class MamlReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="XmlException">It is not XML.</exception>
    /// <exception cref="FormatException">It is not help.</exception>
    public static IReadOnlyList<CommandHelp> ReadFile(string path) => Read(File.ReadAllText(path));

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="XmlException">It is not XML.</exception>
    /// <exception cref="FormatException">It is not help.</exception>
    public static IReadOnlyList<CommandHelp> Read(string maml)
    {
        var root = XDocument.Parse(maml, LoadOptions.PreserveWhitespace).Root!;
        if (root.Name.LocalName != "helpItems" || (string?)root.Attribute("schema") != "maml") throw new FormatException("This XML is not help: its root is not <helpItems schema=\"maml\">.");
        return [.. Children(root, "command").Select(Command).Where(c => c.Name.Length > 0)];
    }

    private static CommandHelp Command(XElement command)
    {
        var details = Child(command, "details");
        return new CommandHelp
        {
            Name = Text(details, "name"),
            Synopsis = string.Join(' ', Paragraphs(Child(details, "description"))),
            Description = Paragraphs(Child(command, "description")),
            Syntax = [.. Children(Child(command, "syntax"), "syntaxItem").Select(i => Children(i, "parameter").Select(Parameter).ToList())],
            Parameters = [.. Children(Child(command, "parameters"), "parameter").Select(Parameter)],
            Inputs = Types(Child(command, "inputTypes"), "inputType"),
            Outputs = Types(Child(command, "returnValues"), "returnValue"),
            Notes = [.. Children(Child(command, "alertSet"), "alert").SelectMany(Paragraphs)],
            Examples = [.. Children(Child(command, "examples"), "example").Select(Example)],
            Links = [.. Children(Child(command, "relatedLinks"), "navigationLink").Select(l => new HelpLink(Text(l, "linkText"), Text(l, "uri")))],
        };
    }

    private static CommandHelpParameter Parameter(XElement parameter)
    {
        var values = Children(Child(parameter, "parameterValueGroup"), "parameterValue").Select(v => v.Value.Trim()).ToList();
        return new CommandHelpParameter
        {
            Name = Text(parameter, "name"),
            Description = Paragraphs(Child(parameter, "description")),
            Type = Child(parameter, "parameterValue")?.Value.Trim(),
            Values = values,
            IsRequired = (string?)parameter.Attribute("required") == "true",
            IsArray = (string?)parameter.Attribute("variableLength") == "true",
            SupportsWildcards = (string?)parameter.Attribute("globbing") == "true",
            PipelineInput = (string?)parameter.Attribute("pipelineInput") ?? "False",
            Position = (string?)parameter.Attribute("position") ?? "named",
            Aliases = (string?)parameter.Attribute("aliases") ?? "none",
            Default = Text(parameter, "defaultValue"),
        };
    }

    private static List<CommandHelpType> Types(XElement? list, string item) =>
        [.. Children(list, item).Select(t => new CommandHelpType(Text(Child(t, "type"), "name"), Paragraphs(Child(t, "description"))))];

    private static HelpExample Example(XElement example) => new()
    {
        Title = Text(example, "title"),
        Code = Text(example, "code"),
        Remarks = Paragraphs(Child(example, "remarks")),
    };

    private static IReadOnlyList<string> Paragraphs(XElement? element) => [.. Children(element, "para").Select(p => p.Value.Trim()).Where(p => p.Length > 0)];

    private static string Text(XElement? element, string name) => Child(element, name)?.Value.Trim() ?? "";

    private static XElement? Child(XElement? element, string name) => Children(element, name).FirstOrDefault();

    private static IEnumerable<XElement> Children(XElement? element, string name) => element?.Elements().Where(e => e.Name.LocalName == name) ?? [];
}
