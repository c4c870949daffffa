using System.Text;

namespace K8sOps.Runbooks.Blocks;

/// <content>Reads variables, strings and numbers.</content>
internal sealed partial class BlockParser
{
    /// <summary>A variable that can be assigned: <c>$name</c> or <c>${name}</c>; null, wherever the place is then, for anything else.</summary>
    private string? SimpleVariable()
    {
        if (!source.Take("$")) return null;
        var braced = source.Take("{");
        var start = source.At;
        while (char.IsAsciiLetterOrDigit(source.Here) || source.Here == '_') source.At++;
        var name = source.From(start);
        if (name.Length == 0 || (braced && !source.Take("}")) || (!braced && source.Here is ':' or '?')) return null;
        return name;
    }

    private BlockExpression? Variable()
    {
        var start = source.At;
        if (Name(start) is not { } name)
        {
            source.Recover();
            return null;
        }

        Use(name, start);
        return new BlockExpression(BlockExpressionKind.Variable, name, Line(start), Column(start));
    }

    /// <summary>The name of the variable here; what is no plain one is told.</summary>
    private string? Name(int start)
    {
        source.At++;
        var braced = source.Take("{");
        var from = source.At;
        while (char.IsAsciiLetterOrDigit(source.Here) || source.Here == '_') source.At++;
        var name = source.From(from);
        string? wrong = null;
        if (name.Length == 0) wrong = braced ? "The name in ${ } is letters and digits." : $"Behind $ stands the name of a variable, not {Shown()}.";
        else if (braced && !source.Take("}")) wrong = "The name in ${ } is letters and digits.";
        else if (!braced && source.Here == ':' && source.Peek(1) != ':') wrong = $"${name}: reaches beyond the block: only $Cluster, the runbook's parameters and the block's own variables are there. (In a string, write ${{{name}}} before a colon.)";
        else if (!braced && source.Here is '?' && (char.IsAsciiLetterOrDigit(source.Peek(1)) || source.Peek(1) == '?')) wrong = "? is not part of the block language: use if.";
        else if (!braced && source.Here > 127 && char.IsLetterOrDigit(source.Here)) wrong = "The names of variables are plain letters and digits.";
        if (wrong is null) return name;
        source.Problem(start, wrong);
        return null;
    }

    private void Use(string name, int at) => _variables.Add(new BlockVariable(name, Line(at), Column(at)) { IsLocal = _assigned.Contains(name), IsInScriptBlock = _scriptBlocks > 0 });

    private void Assign(string name, int at)
    {
        _variables.Add(new BlockVariable(name, Line(at), Column(at)) { IsAssigned = true, IsLocal = true, IsInScriptBlock = _scriptBlocks > 0 });
        _assigned.Add(name);
    }

    private BlockExpression? Verbatim()
    {
        var start = source.At++;
        var text = new StringBuilder();
        while (!source.IsEnd)
        {
            var c = source.Here;
            if (IsQuote(c) && c != '"' && !IsDouble(c)) source.Problem(source.At, $"PowerShell takes this quotation mark (U+{(int)c:X4}) for the end of the text: write the text without it.");
            source.At++;
            if (c != '\'')
            {
                text.Append(c);
            }
            else if (!source.Take("'"))
            {
                return new BlockExpression(BlockExpressionKind.String, text.ToString(), Line(start), Column(start));
            }
            else
            {
                text.Append('\'');
            }
        }

        source.Problem(start, "This text has no closing quote.");
        return null;
    }

    private BlockExpression? Expandable()
    {
        var start = source.At++;
        var text = new StringBuilder();
        var inner = new List<BlockExpression>();
        while (!source.IsEnd)
        {
            var at = source.At;
            var c = source.Here;
            switch (c)
            {
                case '"' when source.Peek(1) == '"':
                    source.At += 2;
                    text.Append('"');
                    break;
                case '"':
                    source.At++;
                    return new BlockExpression(inner.Count == 0 ? BlockExpressionKind.String : BlockExpressionKind.ExpandableString, text.ToString(), Line(start), Column(start)) { Children = inner };
                case '`':
                    text.Append(source.Peek(1));
                    source.At += 2;
                    break;
                case '$' when source.Peek(1) == '(':
                    inner.Add(Within(2, ')', BlockExpressionKind.SubExpression));
                    break;
                case '$' when char.IsAsciiLetter(source.Peek(1)) || source.Peek(1) is '_' or '{':
                    if (Name(at) is not { } name) break;
                    Use(name, at);
                    inner.Add(new BlockExpression(BlockExpressionKind.Variable, name, Line(at), Column(at)));
                    if (source.Peek(-1) != '}' && source.Here == '.' && char.IsAsciiLetter(source.Peek(1))) source.Problem(at, $"In a text only the variable is put in, not its member: write $(${name}.…), or ${{{name}}} before a dot.");
                    break;
                case '$' when source.Peek(1) is '$' or '?' or '^' or ':' || char.IsAsciiDigit(source.Peek(1)):
                    source.Problem(at, "A $ that means itself is written `$.");
                    source.At += 2;
                    break;
                default:
                    if (IsDouble(c)) source.Problem(at, $"PowerShell takes this quotation mark (U+{(int)c:X4}) for the end of the text: write the text without it.");
                    source.At++;
                    text.Append(c);
                    break;
            }
        }

        source.Problem(start, "This text has no closing quote.");
        return null;
    }

    private BlockExpression? Number()
    {
        var start = source.At;
        while (char.IsAsciiLetterOrDigit(source.Here) || (source.Here == '.' && source.Peek(1) != '.' && char.IsAsciiDigit(source.Peek(1)))) source.At++;
        var text = source.From(start);
        if (Numeral().IsMatch(text)) return new BlockExpression(BlockExpressionKind.Number, text, Line(start), Column(start));
        source.Problem(start, $"\"{text}\" is no number; text stands in quotes.");
        source.Recover();
        return null;
    }

    /// <summary>The marks that PowerShell takes for quotation marks although they are not plain.</summary>
    private static bool IsQuote(char c) => c is >= '\u2018' and <= '\u201E' and not '\u201F';

    private static bool IsDouble(char c) => c is >= '\u201C' and <= '\u201E';

    private static bool IsDash(char c) => c is '\u2013' or '\u2014' or '\u2015';
}
