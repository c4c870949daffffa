namespace K8sOps.Runbooks.Help;

/// <summary>
/// Prints a command's help as <c>Get-Help -Full</c> prints it: the same sections in the same order with the same indentation,
/// only without the blanks that PowerShell leaves at the ends of lines.
/// </summary>
public sealed class HelpTextWriter
{
    private readonly List<string> _lines = [];
    private readonly int _width;

    private HelpTextWriter(int width) => _width = Math.Max(40, width);

    /// <summary>The help as text with LF.</summary>
    /// <param name="help">What was read from MAML.</param>
    /// <param name="width">The columns of the window; at least 40 are taken.</param>
    public static string Write(CommandHelp help, int width = 80)
    {
        ArgumentNullException.ThrowIfNull(help);
        var writer = new HelpTextWriter(width);
        writer.Write(help);
        return string.Join('\n', writer._lines) + "\n";
    }

    private void Write(CommandHelp help)
    {
        Title("NAME");
        Put(4, help.Name);
        Blank();
        Title("SYNOPSIS");
        Put(4, help.Synopsis);
        Blank(2);
        Title("SYNTAX");
        foreach (var item in help.Syntax)
        {
            Put(4, Syntax(help.Name, item));
            Blank();
        }

        Blank();
        Title("DESCRIPTION");
        Paragraphs(4, help.Description);
        Blank();
        Parameters(help.Parameters);
        Types("INPUTS", help.Inputs);
        Types("OUTPUTS", help.Outputs);
        if (help.Notes.Count > 0)
        {
            Title("NOTES");
            Blank(2);
            Paragraphs(8, help.Notes);
        }

        foreach (var example in help.Examples) Example(example);
        Title("RELATED LINKS");
        foreach (var link in help.Links) Put(4, $"{link.Text} {link.Uri}".TrimEnd());
    }

    /// <summary>One way to call a command, as PowerShell shows it.</summary>
    public static string Syntax(string name, IEnumerable<CommandHelpParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return $"{name} {string.Concat(parameters.Select(p => Syntax(p) + " "))}[<CommonParameters>]";
    }

    private static string Syntax(CommandHelpParameter parameter)
    {
        var value = parameter.IsSwitch ? "" : parameter.Values.Count > 0 ? $" {{{string.Join(" | ", parameter.Values)}}}" : $" <{parameter.Type}>";
        var isPositional = parameter.Position != "named" && !parameter.IsSwitch;
        var name = isPositional ? $"[-{parameter.Name}]" : $"-{parameter.Name}";
        return parameter.IsRequired ? name + value : $"[{name}{value}]";
    }

    private void Parameters(IReadOnlyList<CommandHelpParameter> parameters)
    {
        Title("PARAMETERS");
        foreach (var parameter in parameters)
        {
            Put(4, $"-{parameter.Name} {(parameter.IsSwitch ? "" : $"<{parameter.Type}>")}".TrimEnd());
            Paragraphs(8, parameter.Description);
            Fact("Required?", parameter.IsRequired ? "true" : "false");
            Fact("Position?", parameter.Position);
            Fact("Default value", parameter.Default);
            Fact("Accept pipeline input?", parameter.PipelineInput);
            Fact("Aliases", parameter.Aliases);
            Fact("Accept wildcard characters?", parameter.SupportsWildcards ? "true" : "false");
            Blank();
        }

        Put(4, "<CommonParameters>");
        Put(8, "This cmdlet supports the common parameters: Verbose, Debug,");
        Put(8, "ErrorAction, ErrorVariable, WarningAction, WarningVariable,");
        Put(8, "OutBuffer, PipelineVariable, and OutVariable. For more information, see");
        Put(8, "about_CommonParameters (https://go.microsoft.com/fwlink/?LinkID=113216).");
        Blank();
    }

    private void Types(string title, IReadOnlyList<CommandHelpType> types)
    {
        Title(title);
        foreach (var type in types)
        {
            Put(4, type.Name);
            for (var i = 0; i < type.Description.Count; i++)
            {
                if (i > 0) Blank();
                Put(8, type.Description[i]);
            }

            Blank();
        }

        Blank();
    }

    private void Example(HelpExample example)
    {
        Put(4, example.Title);
        Blank();
        Put(4, "PS> " + example.Code);
        Blank();
        Paragraphs(4, example.Remarks);
        if (example.Remarks.Count == 0) Blank(2);
    }

    private void Paragraphs(int indent, IReadOnlyList<string> paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            Put(indent, paragraph);
            Blank();
        }
    }

    private void Fact(string name, string value) => Put(8, $"{name,-29}{value}");

    private void Title(string title) => _lines.Add(title);

    private void Blank(int count = 1)
    {
        for (var i = 0; i < count; i++) _lines.Add("");
    }

    private void Put(int indent, string text)
    {
        foreach (var line in TextWrap.Wrap(text, _width - indent)) _lines.Add((new string(' ', indent) + line).TrimEnd());
    }
}
