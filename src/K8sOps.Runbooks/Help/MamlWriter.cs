using System.Text;
using System.Xml;

namespace K8sOps.Runbooks.Help;

/// <summary>Writes help as MAML, the XML that Get-Help reads. The same help gives the same bytes.</summary>
public static class MamlWriter
{
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The file's whole text, with LF.</summary>
    public static string Write(IEnumerable<CommandHelp> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, IndentChars = "  ", NewLineChars = "\n", NewLineHandling = NewLineHandling.Replace, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("helpItems", "http://msh");
            xml.WriteAttributeString("schema", "maml");
            xml.WriteAttributeString("xmlns", "maml", null, Maml);
            xml.WriteAttributeString("xmlns", "command", null, Command);
            xml.WriteAttributeString("xmlns", "dev", null, Dev);
            foreach (var command in commands.OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase)) Write(xml, command);
            xml.WriteEndElement();
            xml.WriteEndDocument();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void Write(XmlWriter xml, CommandHelp help)
    {
        var dash = help.Name.IndexOf('-', StringComparison.Ordinal);
        xml.WriteStartElement("command", "command", Command);
        xml.WriteStartElement("details", Command);
        Leaf(xml, Command, "name", help.Name);
        Paragraphs(xml, "description", [help.Synopsis]);
        Paragraphs(xml, "copyright", [""]);
        Leaf(xml, Command, "verb", dash < 0 ? help.Name : help.Name[..dash]);
        Leaf(xml, Command, "noun", dash < 0 ? "" : help.Name[(dash + 1)..]);
        Leaf(xml, Dev, "version", "");
        xml.WriteEndElement();
        Paragraphs(xml, "description", help.Description);
        xml.WriteStartElement("syntax", Command);
        foreach (var item in help.Syntax)
        {
            xml.WriteStartElement("syntaxItem", Command);
            Leaf(xml, Maml, "name", help.Name);
            foreach (var parameter in item) Parameter(xml, parameter, isSyntax: true);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        if (help.Parameters.Count > 0)
        {
            xml.WriteStartElement("parameters", Command);
            foreach (var parameter in help.Parameters) Parameter(xml, parameter, isSyntax: false);
            xml.WriteEndElement();
        }

        Types(xml, "inputTypes", "inputType", help.Inputs);
        Types(xml, "returnValues", "returnValue", help.Outputs);
        // The schema wants both, and Get-Help shows neither.
        Paragraphs(xml, "terminatingErrors", [], Command);
        Paragraphs(xml, "nonTerminatingErrors", [], Command);
        if (help.Notes.Count > 0)
        {
            // An empty set would still be shown, as a heading over nothing.
            xml.WriteStartElement("alertSet", Maml);
            Paragraphs(xml, "alert", help.Notes);
            xml.WriteEndElement();
        }

        Examples(xml, help.Examples);
        Links(xml, help.Links);
        xml.WriteEndElement();
    }

    private static void Links(XmlWriter xml, IReadOnlyList<HelpLink> links)
    {
        xml.WriteStartElement("relatedLinks", Maml);
        foreach (var link in links)
        {
            xml.WriteStartElement("navigationLink", Maml);
            Leaf(xml, Maml, "linkText", link.Text);
            Leaf(xml, Maml, "uri", link.Uri);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Parameter(XmlWriter xml, CommandHelpParameter parameter, bool isSyntax)
    {
        xml.WriteStartElement("parameter", Command);
        xml.WriteAttributeString("required", Bool(parameter.IsRequired));
        xml.WriteAttributeString("variableLength", Bool(parameter.IsArray));
        xml.WriteAttributeString("globbing", Bool(parameter.SupportsWildcards));
        xml.WriteAttributeString("pipelineInput", parameter.PipelineInput);
        xml.WriteAttributeString("position", parameter.Position);
        xml.WriteAttributeString("aliases", parameter.Aliases);
        Leaf(xml, Maml, "name", parameter.Name);
        Paragraphs(xml, "description", isSyntax ? [] : parameter.Description);
        // A closed set of values stands in the syntax; what it is called, in the description.
        if (isSyntax && parameter.Values.Count > 0)
        {
            xml.WriteStartElement("parameterValueGroup", Command);
            foreach (var value in parameter.Values) Value(xml, value, isRequired: false, isArray: false);
            xml.WriteEndElement();
        }
        else if (parameter.Type is not null) Value(xml, parameter.Type, isRequired: true, parameter.IsArray);
        if (!isSyntax)
        {
            Type(xml, parameter.Type ?? "SwitchParameter");
            Leaf(xml, Dev, "defaultValue", parameter.Default);
        }

        xml.WriteEndElement();
    }

    private static void Value(XmlWriter xml, string text, bool isRequired, bool isArray)
    {
        xml.WriteStartElement("parameterValue", Command);
        xml.WriteAttributeString("required", Bool(isRequired));
        xml.WriteAttributeString("variableLength", Bool(isArray));
        xml.WriteString(HelpText.Clean(text));
        xml.WriteEndElement();
    }

    private static void Types(XmlWriter xml, string list, string item, IReadOnlyList<CommandHelpType> types)
    {
        if (types.Count == 0) return;
        xml.WriteStartElement(list, Command);
        foreach (var type in types)
        {
            xml.WriteStartElement(item, Command);
            Type(xml, type.Name);
            Paragraphs(xml, "description", type.Description);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Type(XmlWriter xml, string name)
    {
        xml.WriteStartElement("type", Dev);
        Leaf(xml, Maml, "name", name);
        Leaf(xml, Maml, "uri", "");
        xml.WriteEndElement();
    }

    private static void Examples(XmlWriter xml, IReadOnlyList<HelpExample> examples)
    {
        if (examples.Count == 0) return;
        xml.WriteStartElement("examples", Command);
        foreach (var example in examples)
        {
            xml.WriteStartElement("example", Command);
            Leaf(xml, Maml, "title", example.Title);
            // The introduction is the prompt: the one place whose blanks the reader leaves alone.
            Paragraphs(xml, "introduction", ["PS> "]);
            Leaf(xml, Dev, "code", example.Code);
            // The empty paragraph keeps the next example's title from sticking to this one.
            Paragraphs(xml, "remarks", [.. example.Remarks, ""], Dev);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Paragraphs(XmlWriter xml, string element, IReadOnlyList<string> paragraphs, string ns = Maml)
    {
        xml.WriteStartElement(element, ns);
        foreach (var paragraph in paragraphs) Leaf(xml, Maml, "para", paragraph);
        xml.WriteEndElement();
    }

    private static void Leaf(XmlWriter xml, string ns, string name, string text)
    {
        xml.WriteStartElement(name, ns);
        xml.WriteString(HelpText.Clean(text));
        xml.WriteEndElement();
    }

    private static string Bool(bool value) => value ? "true" : "false";
}
