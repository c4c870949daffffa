namespace K8sOps.Runbooks.Blocks;

/// <summary>Reads statements and pipelines.</summary>
internal sealed partial class BlockParser(BlockSource source)
{
    /// <summary>Nobody nests deeper, and a text made to exhaust the stack must not.</summary>
    private const int Deepest = 64;

    private readonly List<BlockCommand> _commands = [];
    private readonly List<BlockVariable> _variables = [];
    private readonly HashSet<string> _assigned = new(StringComparer.OrdinalIgnoreCase);
    private int _depth;
    private int _scriptBlocks;

    public BlockReading Read()
    {
        var statements = Statements('\0');
        return new BlockReading
        {
            Statements = statements,
            Commands = [.. _commands.OrderBy(c => c.Line).ThenBy(c => c.Column)],
            Variables = [.. _variables.OrderBy(v => v.Line).ThenBy(v => v.Column)],
            Problems = source.Problems,
        };
    }

    /// <summary>Statements up to a closing bracket, which is left, or to the end.</summary>
    private List<BlockStatement> Statements(char close)
    {
        var statements = new List<BlockStatement>();
        while (true)
        {
            source.Skip(lines: true);
            if (source.IsEnd || (source.Here == close && close != '\0')) return statements;
            if (source.Take(";")) continue;
            if (source.Here is ')' or '}' or ']')
            {
                source.Problem(source.At, $"There is a {source.Here} too many.");
                source.At++;
                continue;
            }

            var before = source.At;
            statements.Add(Statement());
            source.Skip(lines: false);
            if (!source.IsEnd && source.Here != close && source.Here is not ('\n' or ';'))
            {
                source.Problem(source.At, $"A statement ends here, and {Shown()} follows: begin a new line.");
                source.Recover();
            }

            if (source.At == before) source.At++;
        }
    }

    private BlockStatement Statement()
    {
        var start = source.At;
        if (_depth > Deepest) return Refuse(start, "This is nested too deeply to be read.");
        _depth++;
        try
        {
            if (source.Here == '$' && Assignment() is { } assignment) return assignment;
            if (!char.IsAsciiLetter(source.Here)) return Pipeline();
            var word = Word();
            if (string.Equals(word, "if", StringComparison.OrdinalIgnoreCase)) return If();
            if (string.Equals(word, "foreach", StringComparison.OrdinalIgnoreCase)) return ForEach();
            return BlockWords.RefusedStatements.TryGetValue(word, out var reason) ? Refuse(start, $"\"{word}\" is not part of the block language: {reason}.") : Pipeline();
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>The word here; the place stays.</summary>
    private string Word()
    {
        var length = 0;
        while (char.IsAsciiLetterOrDigit(source.Peek(length)) || source.Peek(length) is '-' or '_') length++;
        source.At += length;
        var word = source.From(source.At - length);
        source.At -= length;
        return word;
    }

    private BlockStatement If()
    {
        var start = source.At;
        var conditions = new List<BlockStatement>();
        var bodies = new List<IReadOnlyList<BlockStatement>>();
        source.At += 2;
        while (true)
        {
            if (Condition() is not { } condition) return Refuse(start, null);
            conditions.Add(condition);
            if (Body() is not { } body) return Refuse(start, null);
            bodies.Add(body);
            var after = source.At;
            source.Skip(lines: true);
            var next = Word();
            if (string.Equals(next, "elseif", StringComparison.OrdinalIgnoreCase))
            {
                source.At += next.Length;
                continue;
            }

            if (string.Equals(next, "else", StringComparison.OrdinalIgnoreCase))
            {
                source.At += next.Length;
                if (Body() is not { } otherwise) return Refuse(start, null);
                bodies.Add(otherwise);
            }
            else
            {
                source.At = after;
            }

            return new BlockStatement(BlockStatementKind.If, Line(start), Column(start)) { Sources = conditions, Bodies = bodies };
        }
    }

    private BlockStatement ForEach()
    {
        var start = source.At;
        source.At += "foreach".Length;
        source.Skip(lines: true);
        if (!source.Take("(")) return Refuse(start, "A foreach is: foreach ($one in …) { … }");
        source.Skip(lines: true);
        var name = source.At;
        if (SimpleVariable() is not { } variable) return Refuse(name, "A foreach is: foreach ($one in …) { … }");
        source.Skip(lines: true);
        if (!string.Equals(Word(), "in", StringComparison.OrdinalIgnoreCase)) return Refuse(source.At, "A foreach is: foreach ($one in …) { … }");
        source.At += 2;
        source.Skip(lines: true);
        var over = Pipeline();
        source.Skip(lines: true);
        if (!source.Take(")")) return Refuse(source.At, "The ( of this foreach is not closed.");
        Assign(variable, name);
        return Body() is { } body
            ? new BlockStatement(BlockStatementKind.ForEach, Line(start), Column(start)) { Variable = variable, Sources = [over], Bodies = [body] }
            : Refuse(start, null);
    }

    private BlockStatement? Condition()
    {
        source.Skip(lines: true);
        if (!source.Take("("))
        {
            source.Problem(source.At, "A condition stands in parentheses.");
            return null;
        }

        source.Skip(lines: true);
        var condition = Pipeline();
        source.Skip(lines: true);
        if (source.Take(")")) return condition;
        source.Problem(source.At, $"The parenthesis of the condition is not closed before {Shown()}.");
        return null;
    }

    private List<BlockStatement>? Body()
    {
        source.Skip(lines: true);
        if (!source.Take("{"))
        {
            source.Problem(source.At, "What is done stands in { }.");
            return null;
        }

        var open = source.At - 1;
        var body = Statements('}');
        if (!source.Take("}")) source.Problem(open, "This { is not closed.");
        return body;
    }

    /// <summary>An assignment, or null with the place where it was.</summary>
    private BlockStatement? Assignment()
    {
        var start = source.At;
        if (SimpleVariable() is not { } name)
        {
            source.At = start;
            return null;
        }

        source.Skip(lines: false);
        var by = ((string[])["+=", "-=", "*=", "/=", "%="]).FirstOrDefault(source.StartsWith) ?? (source.Here == '=' ? "=" : null);
        if (by is null)
        {
            source.At = start;
            return null;
        }

        source.At += by.Length;
        source.Skip(lines: true);
        if (source.StartsWith("=")) return Refuse(start, "== compares nothing here: write -eq.");
        if (by != "=") Use(name, start);
        var value = Statement();
        Assign(name, start);
        if (name.EndsWith("Preference", StringComparison.OrdinalIgnoreCase)) source.Problem(start, $"${name} belongs to the runner: preferences are not set by a block.");
        return new BlockStatement(BlockStatementKind.Assignment, Line(start), Column(start)) { Variable = name, Sources = [value] };
    }

    private BlockStatement Pipeline()
    {
        if (_depth > Deepest) return Refuse(source.At, "This is nested too deeply to be read.");
        _depth++;
        var pipeline = Elements();
        _depth--;
        return pipeline;
    }

    private BlockStatement Elements()
    {
        var start = source.At;
        var commands = new List<BlockCommand>();
        BlockExpression? expression = null;
        while (true)
        {
            var at = source.At;
            if (source.IsEnd || source.Here is '\n' or ';' or '|' or ')' or '}')
            {
                source.Problem(at, commands.Count == 0 && expression is null ? "Here should be a command or a value." : "Nothing follows the |.");
                break;
            }

            if (StartsExpression())
            {
                var value = Expression(0);
                if (at == start) expression = value;
                else source.Problem(at, "After a | comes a command.");
            }
            else if (Command(takesPipeline: at != start) is { } command)
            {
                commands.Add(command);
            }
            else
            {
                return Refuse(start, null);
            }

            if (!Bar()) break;
        }

        return new BlockStatement(BlockStatementKind.Pipeline, Line(start), Column(start)) { Expression = expression, Commands = commands };
    }

    /// <summary>Goes over a bar, which may also begin the next line, and says whether there was one.</summary>
    private bool Bar()
    {
        source.Skip(lines: false);
        if (source.StartsWith("||") || source.StartsWith("&&"))
        {
            source.Problem(source.At, "Pipelines are not chained with && and ||: an error stops the step by itself.");
            source.Recover();
            return false;
        }

        if (source.Here == '&')
        {
            source.Problem(source.At, "Nothing runs in the background: a job outlives its step.");
            source.At++;
            return false;
        }

        var before = source.At;
        source.Skip(lines: true);
        if (source.Here != '|' || source.Peek(1) == '|')
        {
            source.At = before;
            return false;
        }

        source.At++;
        source.Skip(lines: true);
        return true;
    }

    private bool StartsExpression() => source.Here is '$' or '\'' or '"' or '(' or '@' or '-' or '+' or '!' or '[' or '{' or ',' || char.IsAsciiDigit(source.Here) || IsQuote(source.Here) || IsDash(source.Here);

    private BlockStatement Refuse(int at, string? message)
    {
        if (message is not null) source.Problem(at, message);
        source.Recover();
        return new BlockStatement(BlockStatementKind.Unknown, Line(at), Column(at));
    }

    /// <summary>What stands here, for a message.</summary>
    private string Shown() => source.IsEnd ? "the end" : source.Here == '\n' ? "the end of the line" : $"\"{source.Here}\"";

    private int Line(int at) => source.Position(at).Line;

    private int Column(int at) => source.Position(at).Column;
}
