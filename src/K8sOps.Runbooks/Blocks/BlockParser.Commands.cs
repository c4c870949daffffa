using System.Text.RegularExpressions;

namespace K8sOps.Runbooks.Blocks;

/// <content>Reads commands and their arguments.</content>
internal sealed partial class BlockParser
{
    private static readonly string[] s_withBlocks = ["Where-Object", "ForEach-Object"];

    private BlockCommand? Command(bool takesPipeline)
    {
        var start = source.At;
        if (source.Here is '&' or '.')
        {
            source.Problem(start, source.Here == '&' ? "The call operator & is refused: a command is called by its name." : "Dot-sourcing is refused: a command is called by its name.");
            return null;
        }

        while (!source.IsEnd && !EndsWord(source.Here) && source.Here is not ('$' or '\'' or '"' or '`' or '=')) source.At++;
        var name = source.From(start);
        if (name.Length == 0)
        {
            source.Problem(start, $"A command cannot begin with {Shown()}.");
            return null;
        }

        if (BlockWords.RefusedCommands.TryGetValue(name, out var reason)) source.Problem(start, $"{name} is refused: {reason}.");
        if (!source.IsEnd && source.Here is '$' or '\'' or '"' or '`' or '=')
        {
            source.Problem(source.At, source.Here == '=' ? $"\"{name}=\" is no command; a variable is assigned with ${name} = …" : $"A command's name does not go on with {Shown()}.");
            return null;
        }

        var arguments = Arguments();
        if (arguments is null) return null;
        var block = arguments.Select(a => a.Value).FirstOrDefault(v => v is { Kind: BlockExpressionKind.ScriptBlock } || (v?.Children.Any(c => c.Kind == BlockExpressionKind.ScriptBlock) ?? false));
        if (block is not null && !s_withBlocks.Contains(name, StringComparer.OrdinalIgnoreCase)) source.Problem(start, $"A script block stands only as an argument of Where-Object and ForEach-Object, not of {name}.");
        var command = new BlockCommand(name, Line(start), Column(start)) { Arguments = arguments, TakesPipeline = takesPipeline };
        _commands.Add(command);
        return command;
    }

    private List<BlockArgument>? Arguments()
    {
        var arguments = new List<BlockArgument>();
        while (true)
        {
            source.Skip(lines: false);
            if (source.IsEnd || source.Here is '\n' or ';' or '|' or ')' or '}' or '&') return arguments;
            var start = source.At;
            if (Redirects())
            {
                source.Problem(start, "Redirections are refused: what a command says goes to the operator and into the journal.");
                return null;
            }

            if (source.Here == '-' && (char.IsAsciiLetter(source.Peek(1)) || source.Peek(1) == '_'))
            {
                if (Parameter() is not { } parameter) return null;
                arguments.Add(parameter);
            }
            else
            {
                if (source.Here == ',')
                {
                    source.Problem(start, "A comma stands between two values.");
                    return null;
                }

                if (Values() is not { } value) return null;
                arguments.Add(new BlockArgument(null, value, Line(start), Column(start)));
            }
        }
    }

    private BlockArgument? Parameter()
    {
        var start = source.At++;
        while (char.IsAsciiLetterOrDigit(source.Here) || source.Here == '_') source.At++;
        var name = source.From(start + 1);
        if (BlockWords.RefusedParameters.TryGetValue(name, out var reason)) source.Problem(start, $"-{name} is refused: {reason}.");
        BlockExpression? value = null;
        if (source.Take(":"))
        {
            source.Skip(lines: false);
            value = Values();
            if (value is null) return null;
        }
        else if (!EndsWord(source.Here) && !source.IsEnd)
        {
            source.Problem(source.At, $"The name of a parameter does not go on with {Shown()}.");
            return null;
        }

        return new BlockArgument(name, value, Line(start), Column(start));
    }

    /// <summary>A value, or several with commas between them.</summary>
    private BlockExpression? Values() => Listed(Value);

    private BlockExpression? Value()
    {
        var start = source.At;
        BlockExpression? value;
        if (source.Here == '@' && source.Peek(1) is not ('(' or '{'))
        {
            source.Problem(start, "Splatting is refused: parameters stand where they can be read.");
            return null;
        }

        if (source.Here == '{') value = ScriptBlock();
        else if (source.Here is '$' or '\'' or '"' or '(' or '@' || IsQuote(source.Here)) value = Primary();
        else value = Bareword();
        if (value is null || source.IsEnd || EndsWord(source.Here)) return value;
        source.Problem(start, "PowerShell reads a value that is stuck together from parts in surprising ways: put it into double quotes.");
        return null;
    }

    private BlockExpression? Bareword()
    {
        var start = source.At;
        if (IsDash(source.Here))
        {
            source.Problem(start, $"This dash (U+{(int)source.Here:X4}) is no hyphen, though PowerShell takes it for one: write -.");
            return null;
        }

        if (source.StartsWith("--") || (source.Here == '-' && !char.IsAsciiDigit(source.Peek(1)) && source.Peek(1) != '.'))
        {
            source.Problem(start, "A value that begins with a dash stands in quotes.");
            return null;
        }

        while (!source.IsEnd && !EndsWord(source.Here))
        {
            if (source.Here is '$' or '\'' or '"' or '`' || IsQuote(source.Here))
            {
                source.Problem(start, "PowerShell reads a value that is stuck together from parts in surprising ways: put it into double quotes.");
                return null;
            }

            source.At++;
        }

        var text = source.From(start);
        if (text.StartsWith('=')) source.Problem(start, "A variable is assigned with $name = …; a value that begins with = stands in quotes.");
        if (text.Length > 0) return new BlockExpression(Numeral().IsMatch(text) ? BlockExpressionKind.Number : BlockExpressionKind.Bareword, text, Line(start), Column(start));
        source.Problem(start, $"Here should be a value, not {Shown()}.");
        return null;
    }

    private BlockExpression ScriptBlock()
    {
        var start = source.At++;
        _scriptBlocks++;
        var statements = Statements('}');
        _scriptBlocks--;
        if (!source.Take("}")) source.Problem(start, "This { is not closed.");
        return new BlockExpression(BlockExpressionKind.ScriptBlock, "", Line(start), Column(start)) { Statements = statements };
    }

    private bool Redirects() => source.Here is '>' or '<' || (source.Here is (>= '1' and <= '6') or '*' && source.Peek(1) == '>');

    private static bool EndsWord(char c) => c is '\0' or ' ' or '\t' or '\n' or '(' or ')' or '{' or '}' or ';' or ',' or '|' or '&' or '<' or '>' || char.IsWhiteSpace(c);

    [GeneratedRegex("^[+-]?(?:0[xX][0-9a-fA-F]+|[0-9]+(?:[.][0-9]*)?(?:[eE][+-]?[0-9]+)?|[.][0-9]+(?:[eE][+-]?[0-9]+)?)(?:[kKmMgGtTpP][bB])?$")]
    private static partial Regex Numeral();
}
