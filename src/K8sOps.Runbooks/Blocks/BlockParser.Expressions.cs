namespace K8sOps.Runbooks.Blocks;

/// <content>Reads expressions.</content>
internal sealed partial class BlockParser
{
    /// <summary>An expression whose operators bind more tightly than <paramref name="above"/>.</summary>
    private BlockExpression? Expression(int above)
    {
        var start = source.At;
        if (++_depth > Deepest)
        {
            _depth--;
            source.Problem(start, "This is nested too deeply to be read.");
            source.Recover();
            return null;
        }

        try
        {
            if (Commas() is not { } left) return null;
            while (true)
            {
                var after = source.At;
                source.Skip(lines: false);
                var word = Operator();
                var binding = BlockWords.Binding(word);
                if (binding <= above)
                {
                    if (binding == 0 && word.Length > 0) UnknownOperator(word);
                    source.At = after;
                    return left;
                }

                if (binding == 3 && left is { Kind: BlockExpressionKind.Operator, Text: "-not" or "!", Children.Count: 1 }) source.Problem(start, $"{left.Text} binds before {word}: put what it negates into parentheses.");
                source.At += word.Length;
                source.Skip(lines: true);
                if (Expression(binding) is not { } right) return null;
                left = new BlockExpression(BlockExpressionKind.Operator, word.ToLowerInvariant(), Line(start), Column(start)) { Children = [left, right] };
            }
        }
        finally
        {
            _depth--;
        }
    }

    /// <summary>The operator here, or an empty text; the place stays.</summary>
    private string Operator()
    {
        if (source.StartsWith("..")) return "..";
        if (source.Here == '-' && char.IsAsciiLetter(source.Peek(1)))
        {
            source.At++;
            var word = "-" + Word();
            source.At--;
            return word;
        }

        return source.Here is '+' or '-' or '*' or '/' or '%' ? source.Here.ToString() : "";
    }

    private void UnknownOperator(string word)
    {
        source.Problem(source.At, word.ToLowerInvariant() is "-is" or "-isnot" or "-as" ? $"{word} needs a type, and types are not part of the block language." : $"{word} is no operator of the block language.");
        source.Recover();
    }

    private BlockExpression? Commas() => Listed(Unary);

    /// <summary>One, or a list of several with commas between them; null where one cannot be read.</summary>
    private BlockExpression? Listed(Func<BlockExpression?> read)
    {
        var start = source.At;
        var values = new List<BlockExpression>();
        while (true)
        {
            if (read() is not { } value) return null;
            values.Add(value);
            var after = source.At;
            source.Skip(lines: false);
            if (!source.Take(","))
            {
                source.At = after;
                return values.Count == 1 ? values[0] : new BlockExpression(BlockExpressionKind.List, "", Line(start), Column(start)) { Children = values };
            }

            source.Skip(lines: true);
        }
    }

    private BlockExpression? Unary()
    {
        var start = source.At;
        var word = source.Here switch
        {
            '!' => "!",
            '-' or '+' when source.Peek(1) == source.Here => "++",
            '-' when char.IsAsciiLetter(source.Peek(1)) => Operator(),
            '-' or '+' => source.Here.ToString(),
            _ => null,
        };
        if (word is null) return Primary();
        if (word is not ("!" or "-" or "+") && !string.Equals(word, "-not", StringComparison.OrdinalIgnoreCase))
        {
            source.Problem(start, word == "++" ? "++ and -- are refused: write $x += 1." : $"{word} cannot stand here.");
            source.Recover();
            return null;
        }

        source.At += word.Length;
        source.Skip(lines: true);
        if (++_depth > Deepest)
        {
            _depth--;
            source.Problem(start, "This is nested too deeply to be read.");
            source.Recover();
            return null;
        }

        var operand = Unary();
        _depth--;
        return operand is null ? null : new BlockExpression(BlockExpressionKind.Operator, word.ToLowerInvariant(), Line(start), Column(start)) { Children = [operand] };
    }

    /// <summary>A value with the members and elements taken of it.</summary>
    private BlockExpression? Primary()
    {
        var start = source.At;
        var value = Atom();
        while (value is not null)
        {
            if (source.Here == '.' && (char.IsAsciiLetter(source.Peek(1)) || source.Peek(1) == '_'))
            {
                source.At++;
                var name = source.At;
                while (char.IsAsciiLetterOrDigit(source.Here) || source.Here == '_') source.At++;
                value = new BlockExpression(BlockExpressionKind.Member, source.From(name), Line(start), Column(start)) { Children = [value] };
                if (source.Here != '(') continue;
                source.Problem(name, "Methods are refused: a member is only read. What needs more becomes a command of the module.");
                source.Recover();
                return null;
            }

            if (source.Here == '[')
            {
                source.At++;
                source.Skip(lines: true);
                var index = Expression(0);
                source.Skip(lines: true);
                if (index is null) return null;
                if (!source.Take("]"))
                {
                    source.Problem(source.At, "This [ is not closed.");
                    return null;
                }

                value = new BlockExpression(BlockExpressionKind.Index, "", Line(start), Column(start)) { Children = [value, index] };
                continue;
            }

            var refused = source.StartsWith("::") || source.StartsWith("?.") || source.StartsWith("?[") || source.StartsWith("??") || source.StartsWith("++") || source.StartsWith("--") || source.Here is '?';
            if (!refused) return value;
            source.Problem(source.At, source.StartsWith("::") ? "Types and their static members are not part of the block language." : $"\"{source.Here}\" is not part of the block language: use if, or += 1.");
            source.Recover();
            return null;
        }

        return null;
    }

    private BlockExpression? Atom()
    {
        var start = source.At;
        switch (source.Here)
        {
            case '$' when source.Peek(1) == '(':
                return Within(2, ')', BlockExpressionKind.SubExpression);
            case '$':
                return Variable();
            case '@' when source.Peek(1) == '(':
                return Within(2, ')', BlockExpressionKind.SubExpression);
            case '@' when source.Peek(1) == '{':
                return Table();
            case '@':
                source.Problem(start, source.Peek(1) is '\'' or '"' ? "Here-strings are refused: a block's indentation would be in them." : "Splatting is refused: parameters stand where they can be read.");
                break;
            case '(':
                return Parenthesis();
            case '\'':
                return Verbatim();
            case '"':
                return Expandable();
            case '[':
                source.Problem(start, "Types are not part of the block language. What needs them becomes a command of the module.");
                break;
            case '{':
                source.Problem(start, "A script block stands only as an argument of Where-Object and ForEach-Object.");
                break;
            case var c when char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(source.Peek(1))):
                return Number();
            case var c when IsQuote(c):
                source.Problem(start, $"This quotation mark (U+{(int)c:X4}) is a typographic one, though PowerShell takes it for a plain one: write ' or \".");
                break;
            case var c when IsDash(c):
                source.Problem(start, $"This dash (U+{(int)c:X4}) is no hyphen, though PowerShell takes it for one: write -.");
                break;
            default:
                source.Problem(start, $"Here should be a value, not {Shown()}: text stands in quotes, and a command in parentheses.");
                break;
        }

        source.Recover();
        return null;
    }

    private BlockExpression Parenthesis()
    {
        var start = source.At++;
        source.Skip(lines: true);
        var statement = Pipeline();
        source.Skip(lines: true);
        if (!source.Take(")"))
        {
            source.Problem(source.At, $"The ( of line {Line(start)} is not closed before {Shown()}.");
            source.Recover();
            source.Take(")");
        }

        return new BlockExpression(BlockExpressionKind.Parenthesis, "", Line(start), Column(start)) { Statements = [statement] };
    }

    private BlockExpression Within(int opening, char close, BlockExpressionKind kind)
    {
        var start = source.At;
        source.At += opening;
        var statements = Statements(close);
        if (!source.Take(close.ToString())) source.Problem(start, "This bracket is not closed.");
        return new BlockExpression(kind, "", Line(start), Column(start)) { Statements = statements };
    }

    private BlockExpression Table()
    {
        var start = source.At;
        var values = new List<BlockExpression>();
        source.At += 2;
        while (true)
        {
            source.Skip(lines: true);
            if (source.Take(";")) continue;
            if (source.Take("}")) break;
            var at = source.At;
            if (source.Here is '\'' or '"') Primary();
            else source.At += Word().Length;
            var named = source.At > at;
            source.Skip(lines: false);
            if (!named || !source.Take("="))
            {
                source.Problem(at, "A table is @{ name = value; … }.");
                source.Recover();
                if (source.IsEnd || source.Here == ')') break;
                if (source.Take("}")) break;
                continue;
            }

            source.Skip(lines: true);
            if (Expression(0) is { } value) values.Add(value);
        }

        return new BlockExpression(BlockExpressionKind.Table, "", Line(start), Column(start)) { Children = values };
    }
}
